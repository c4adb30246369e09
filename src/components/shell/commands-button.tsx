"use client";

import { Command } from "lucide-react";
import { useStudio } from "./studio-context";

/** Opens the command menu, for those who do not know its key. */
export function CommandsButton({ className }: { className: string }) {
  const { open } = useStudio();
  return (
    <button type="button" className={className} onClick={() => open({ kind: "commands", tweetId: null })}>
      <Command aria-hidden className="size-4" /> Commands
      <kbd aria-hidden className="ml-auto font-sans text-12 text-muted">
        ⌘K
      </kbd>
    </button>
  );
}
