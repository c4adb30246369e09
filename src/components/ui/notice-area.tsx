"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { noticesWanted } from "./notify";
import { onIdle } from "./on-idle";

const Toasts = lazy(() => import("./toasts").then(({ Toasts }) => ({ default: Toasts })));

/** Where notices appear. It loads when the page has come to rest, or with the first notice. */
export function NoticeArea() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    const want = () => setWanted(true);
    window.addEventListener(noticesWanted, want);
    const stop = onIdle(want);
    return () => {
      window.removeEventListener(noticesWanted, want);
      stop();
    };
  }, []);
  return isWanted ? (
    <Suspense fallback={null}>
      <Toasts />
    </Suspense>
  ) : null;
}
