import type { TweetView } from "~/server/tweets/view";
import { Button } from "../ui/button";
import { useRetryTogether } from "./use-retry-together";

/** Sends all tweets that were missed, of one account one after another. */
export function RetryTogetherButton({ tweets, className }: { tweets: TweetView[]; className?: string }) {
  const { isBusy, retryTogether } = useRetryTogether();
  return (
    <Button
      className={className}
      look="quiet"
      isBusy={isBusy}
      busyLabel="Sending…"
      onClick={() => void retryTogether(tweets)}
    >
      {tweets.length === 2 ? "Retry both together" : `Retry these ${tweets.length} together`}
    </Button>
  );
}
