"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useTRPCClient } from "~/trpc/context";
import { createQueueReader, type QueueReader } from "./queue-reader";

const QueueReaderContext = createContext<QueueReader | null>(null);

/** One reader of the queue for all that is on the page. Coming back to the page asks QStash at once. */
export function QueueReaderProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const [reader] = useState(() =>
    createQueueReader((input, signal) => client.tweet.get_queue.query(input, { signal })),
  );
  useEffect(() => {
    window.addEventListener("focus", reader.verifyNext);
    document.addEventListener("visibilitychange", reader.verifyNext);
    return () => {
      window.removeEventListener("focus", reader.verifyNext);
      document.removeEventListener("visibilitychange", reader.verifyNext);
    };
  }, [reader]);
  return <QueueReaderContext value={reader}>{children}</QueueReaderContext>;
}

/** The page's reader of the queue. */
export function useQueueReader(): QueueReader {
  const reader = useContext(QueueReaderContext);
  if (!reader) throw new Error("useQueueReader is used outside QueueReaderProvider.");
  return reader;
}
