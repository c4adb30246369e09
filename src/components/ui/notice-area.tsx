"use client";

import { useEffect, useState } from "react";
import { noticesWanted } from "./notify";
import { OnDemand, type Part } from "./on-demand";
import { onIdle } from "./on-idle";

const toasts: Part<object> = { load: async () => (await import("./toasts")).Toasts };

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
  return isWanted ? <OnDemand part={toasts} props={{}} /> : null;
}
