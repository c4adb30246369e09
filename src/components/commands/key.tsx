import type { ReactNode } from "react";

/** A key of the keyboard, as it is written on it. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line px-1 font-sans text-12 text-muted">
      {children}
    </kbd>
  );
}
