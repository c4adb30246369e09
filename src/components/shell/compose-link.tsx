"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { composePath } from "./paths";
import { useStudio } from "./studio-context";

/** Opens the composer over the page; as a link it leads to a page of its own, also before the code has loaded. */
export function ComposeLink({ className, children }: { className: string; children: ReactNode }) {
  const { open } = useStudio();
  const isThere = usePathname() === composePath;
  const openHere = (event: MouseEvent) => {
    if (isThere || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open({ kind: "compose" });
  };
  return (
    <Link
      href={composePath}
      onClick={openHere}
      aria-current={isThere ? "page" : undefined}
      className={className}
    >
      {children}
    </Link>
  );
}
