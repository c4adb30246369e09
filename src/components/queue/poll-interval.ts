import type { QueueView } from "~/server/tweets/view";

const soonMs = 60_000;
const soonEveryMs = 1000;
const calmEveryMs = 2000;
/** With the server down: often enough to come back by itself before somebody reaches for reload. */
const brokenEveryMs = 3000;

/** How long to wait before the next read: shorter while something is about to be posted, longer the more pages are open. */
export function pollIntervalMs(view: QueueView | undefined, isBroken: boolean, pagesOpen: number): number {
  if (isBroken || !view) return brokenEveryMs;
  const isSoon = view.upcoming.some(
    (tweet) =>
      tweet.state === "posting" ||
      (tweet.scheduledFor !== null && tweet.scheduledFor.getTime() - view.now.getTime() < soonMs),
  );
  return (isSoon ? soonEveryMs : calmEveryMs) * pagesOpen;
}
