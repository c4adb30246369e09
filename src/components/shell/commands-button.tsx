"use client";

import { Command } from "lucide-react";
import { useStudio } from "./studio-context";

/** Opens the command menu, for those who do not know its key. `isBar`: in the bar of a narrow page. */
export function CommandsButton({ className, isBar = false }: { className: string; isBar?: boolean }) {
  const { open } = useStudio();
  return (
    <button type="button" className={className} onClick={() => open({ kind: "commands", tweetId: null })}>
      <Command aria-hidden className={isBar ? "size-5" : "size-4"} /> Commands
      {!isBar && (
        <kbd aria-hidden className="ml-auto font-sans text-12 text-muted">
          ⌘K
        </kbd>
      )}
    </button>
  );
}
