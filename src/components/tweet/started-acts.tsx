import type { TweetView } from "~/server/tweets/view";
import { useStudio } from "../shell/studio-context";
import { Button } from "../ui/button";
import { actLabel, actsFor, isDanger, type TweetAct } from "./tweet-acts";
import { useTweetActs } from "./use-tweet-acts";

const shown: TweetAct[] = ["resume", "stop", "rollBack", "writeAnew"];

/** What its owner may do with a thread of which part is out on X. */
export function StartedActs({ tweet }: { tweet: TweetView }) {
  const acts = useTweetActs();
  const { confirming } = useStudio();
  const open = actsFor(tweet).filter((act) => shown.includes(act));
  const isAsked = confirming?.tweetId === tweet.id;
  return open.map((act) => (
    <Button
      key={act}
      look="line"
      aria-expanded={isDanger(act) ? isAsked : undefined}
      isBusy={!isDanger(act) && acts.isBusy}
      onClick={() => acts.run(tweet, act)}
    >
      {actLabel(tweet, act)}
    </Button>
  ));
}
