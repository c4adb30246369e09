import Link from "next/link";
import type { QueueView } from "~/server/tweets/view";
import { ScheduleAllButton } from "../queue/schedule-all-button";
import { buttonClass } from "../ui/button";

/** For tweets that lost their message: to see them, and to put them all back. */
export function OrphanActs({ view }: { view: QueueView }) {
  return (
    <>
      <Link href="/studio/scheduled#unscheduled" className={buttonClass("quiet", "px-2 max-sm:-ml-2")}>
        See them
      </Link>
      {view.unscheduled.length > 0 && <ScheduleAllButton tweets={view.unscheduled} />}
    </>
  );
}
