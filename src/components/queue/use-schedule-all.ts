import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { useStudio } from "../shell/studio-context";
import { notify } from "../ui/notify";
import { applyTweet } from "./apply-tweet";
import { paintQueue } from "./queue-cache";
import { scheduleAllWords } from "./schedule-all-words";

/** Schedules many tweets again at the times they had. The first one whose time has passed is asked a new one for. */
export function useScheduleAll() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { open } = useStudio();
  const mutation = useMutation(trpc.tweet.schedule_all.mutationOptions());

  async function scheduleAll(tweets: (Pick<TweetView, "id" | "revision"> | TweetView)[]): Promise<void> {
    try {
      const named = tweets.map(({ id, revision }) => ({ id, revision }));
      const { scheduled, refused } = await mutation.mutateAsync({ tweets: named });
      await paintQueue(queryClient, (view) => scheduled.reduce(applyTweet, view));
      const first = refused.find((each) => each.code === "TIME_PASSED");
      const tweet = tweets.find((each) => each.id === first?.id);
      if (tweet && "account" in tweet) {
        open({ kind: "when", tweet, act: "scheduleAgain", reason: "Its time has passed. Choose a new one." });
      }
      await notify(scheduleAllWords(scheduled.length, refused));
    } catch (error) {
      void paintQueue(queryClient);
      const { code, message } = readError(error);
      const title =
        code === "NO_ANSWER"
          ? "It is not known whether they were scheduled"
          : "They were not scheduled again";
      await notify({ title, lines: [message] });
    }
  }
  return { isBusy: mutation.isPending, scheduleAll };
}
