import { useNowMs } from "../time/use-now";
import { useQueue } from "./use-queue";

/** The server's clock, ticking by the second; this machine's where no list has been read yet. */
export function useServerNow(): Date {
  const { view, readAtMs } = useQueue();
  const nowMs = useNowMs();
  if (!view || readAtMs === null) return new Date(nowMs);
  return new Date(nowMs + view.now.getTime() - readAtMs);
}
