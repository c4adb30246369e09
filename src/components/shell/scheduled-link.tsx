"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { scheduledPath } from "./paths";

/** Leads to the queue, and says when it is the page that is open. */
export function ScheduledLink({ className, children }: { className: string; children: ReactNode }) {
  const isThere = usePathname() === scheduledPath;
  return (
    <Link href={scheduledPath} aria-current={isThere ? "page" : undefined} className={className}>
      {children}
    </Link>
  );
}
