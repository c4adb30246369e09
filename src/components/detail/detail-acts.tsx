import type { TweetView } from "~/server/tweets/view";
import { ResolveActs } from "../queue/resolve-acts";
import { useStudio } from "../shell/studio-context";
import { actLabel, actsFor } from "../tweet/tweet-acts";
import { TweetConfirm } from "../tweet/tweet-confirm";
import { useTweetActs } from "../tweet/use-tweet-acts";
import { Button } from "../ui/button";

/** Everything that may be done with a tweet; what ends something is asked about here. */
export function DetailActs({ tweet }: { tweet: TweetView }) {
  const acts = useTweetActs();
  const { confirming } = useStudio();
  const open = actsFor(tweet).filter((act) => act !== "detail");
  const asked = confirming?.tweetId === tweet.id ? confirming.act : null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {tweet.state === "checkNeeded" && <ResolveActs tweet={tweet} />}
      {open.map((act) => (
        <Button key={act} onClick={() => acts.run(tweet, act)}>
          {actLabel(tweet, act)}
        </Button>
      ))}
      {asked && (
        <div className="w-full">
          <TweetConfirm tweet={tweet} act={asked} />
        </div>
      )}
    </div>
  );
}
