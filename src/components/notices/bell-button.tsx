"use client";

import { Bell } from "lucide-react";
import { useStudio } from "../shell/studio-context";
import { unreadMark } from "./unread-mark";
import { useUnread } from "./use-unread";

/** Opens what people were told, and says how much of it is unread. `isBar`: in the bar of a narrow page. */
export function BellButton({ className, isBar = false }: { className: string; isBar?: boolean }) {
  const { open } = useStudio();
  const unread = useUnread();
  const mark = unreadMark(unread);
  return (
    <button type="button" className={`${className} relative`} onClick={() => open({ kind: "notices" })}>
      <Bell aria-hidden className={isBar ? "size-5" : "size-4 text-muted"} />
      Notices
      {mark && (
        <span className={`${badge} ${isBar ? "absolute top-1.5 left-1/2 ml-1" : "ml-auto"}`}>
          {mark}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </button>
  );
}

const badge =
  "tabular inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-12 font-medium text-accent-ink";
