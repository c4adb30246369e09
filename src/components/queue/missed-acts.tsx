import type { TweetView } from "~/server/tweets/view";
import { useStudio } from "../shell/studio-context";
import { useTweetActs } from "../tweet/use-tweet-acts";
import { Button } from "../ui/button";

/** For a tweet whose time passed without its owner's doing: still now, at another time, or not at all. */
export function MissedActs({ tweet }: { tweet: TweetView }) {
  const acts = useTweetActs();
  const { open, confirm } = useStudio();
  return (
    <>
      <Button isBusy={acts.isBusy} busyLabel="Posting…" onClick={() => void acts.postNow(tweet)}>
        Post now
      </Button>
      <Button onClick={() => open({ kind: "when", tweet, act: "scheduleAgain" })}>Reschedule</Button>
      <Button onClick={() => confirm({ tweetId: tweet.id, act: "cancel" })}>Drop</Button>
    </>
  );
}
