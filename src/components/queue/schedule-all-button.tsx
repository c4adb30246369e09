import type { TweetView } from "~/server/tweets/view";
import { Button } from "../ui/button";
import { scheduleAllLabel } from "./schedule-all-words";
import { useScheduleAll } from "./use-schedule-all";

/** Puts all of these tweets back at the times they had. */
export function ScheduleAllButton({ tweets }: { tweets: TweetView[] }) {
  const { isBusy, scheduleAll } = useScheduleAll();
  return (
    <Button
      className="-mr-2 px-2"
      look="quiet"
      isBusy={isBusy}
      busyLabel="Scheduling…"
      onClick={() => void scheduleAll(tweets)}
    >
      {scheduleAllLabel(tweets.length)}
    </Button>
  );
}
