import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { useStudio } from "../shell/studio-context";
import { actsFor, type TweetAct } from "../tweet/tweet-acts";
import { useTweetActs } from "../tweet/use-tweet-acts";
import { notify } from "../ui/notify";

/** Does an act of a tweet that may not be on the page. Where the act is no longer open to it, the tweet is shown. */
export function useOpenTweet() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { overlay, close } = useStudio();
  const acts = useTweetActs();
  const [isBusy, setBusy] = useState(false);

  async function run(id: string, act: TweetAct): Promise<void> {
    setBusy(true);
    try {
      const tweet = await queryClient.fetchQuery(trpc.tweet.get.queryOptions({ id }));
      if (overlay) close(overlay);
      acts.run(tweet, actsFor(tweet).includes(act) ? act : "detail");
    } catch (error) {
      await notify({ title: "It could not be opened", lines: [readError(error).message] });
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, run };
}
