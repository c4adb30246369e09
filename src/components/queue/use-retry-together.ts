import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { notify } from "../ui/notify";
import { applyTweet } from "./apply-tweet";
import { paintQueue } from "./queue-cache";
import { retryWords } from "./schedule-all-words";

/** Sends tweets that were missed, now and one after another. */
export function useRetryTogether() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.tweet.retry_all.mutationOptions());

  async function retryTogether(tweets: TweetView[]): Promise<void> {
    try {
      const named = tweets.map(({ id, revision }) => ({ id, revision }));
      const { scheduled, refused } = await mutation.mutateAsync({ tweets: named });
      await paintQueue(queryClient, (view) => scheduled.reduce(applyTweet, view));
      await notify(retryWords(scheduled, refused));
    } catch (error) {
      void paintQueue(queryClient);
      const { code, message } = readError(error);
      const title = code === "NO_ANSWER" ? "It is not known whether they go out" : "They were not sent";
      await notify({ title, lines: [message] });
    }
  }
  return { isBusy: mutation.isPending, retryTogether };
}
