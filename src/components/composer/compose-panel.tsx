"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense } from "react";
import { scheduledPath } from "../shell/paths";

import { useIsClient } from "../ui/use-is-client";

const NewTweet = lazy(() => import("./new-tweet").then((m) => ({ default: m.NewTweet })));

/** The composer as a page of its own. */
export function ComposePanel() {
  const router = useRouter();
  const isClient = useIsClient();
  return (
    <Suspense fallback={null}>{isClient && <NewTweet onDone={() => router.push(scheduledPath)} />}</Suspense>
  );
}
