"use client";

import { HoldBanner } from "../notices/hold-banner";
import { useBanner } from "../notices/use-banner";
import { EmptyQueue } from "./empty-queue";
import { MoreTweets } from "./more-tweets";
import { NeedsLook } from "./needs-look";
import { OffSchedule } from "./off-schedule";
import { QueueDays } from "./queue-days";
import { QueueProblem } from "./queue-problem";
import { QueueSkeleton } from "./queue-skeleton";
import { useQueue } from "./use-queue";

/** The scheduled page: the queue by day, and what is off it. The last list stays while the server is away. */
export function ScheduledView() {
  const { view, error } = useQueue();
  const banner = useBanner();
  // The banner stands above the list: it comes with it, or the list would jump.
  if (!view || (!banner.isSettled && !error))
    return error ? <QueueProblem error={error} /> : <QueueSkeleton />;
  const isEmpty = view.upcoming.length === 0 && view.posted.length === 0;
  return (
    <>
      <HoldBanner />
      <NeedsLook view={view} />
      {isEmpty ? <EmptyQueue hasAccount={view.accounts.length > 0} /> : <QueueDays view={view} />}
      {view.nextCursor !== null && <MoreTweets />}
      <OffSchedule view={view} />
    </>
  );
}
