"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense } from "react";
import { scheduledPath } from "../shell/paths";

const NewTweet = lazy(() => import("./new-tweet").then((m) => ({ default: m.NewTweet })));

/** The composer as a page of its own. */
export function ComposePanel() {
  const router = useRouter();
  return (
    <Suspense fallback={null}>
      <NewTweet onDone={() => router.push(scheduledPath)} />
    </Suspense>
  );
}
