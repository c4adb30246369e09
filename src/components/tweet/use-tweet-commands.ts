import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { useTRPC } from "~/trpc/context";
import { readError } from "~/trpc/read-error";
import { applyTweet, removeTweet } from "../queue/apply-tweet";
import { paintQueue } from "../queue/queue-cache";

/**
 * The commands of one tweet. Each paints its answer at once and reads the queue again. All reject with the typed
 * client's error; read it with `readError`.
 */
export function useTweetCommands() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const callbacks = {
    onSuccess: (tweet: TweetView) => paintQueue(queryClient, (view) => applyTweet(view, tweet)),
    onError: (error: unknown) => {
      const { tweet } = readError(error);
      return paintQueue(queryClient, (view) => (tweet ? applyTweet(view, tweet) : view));
    },
  };
  return {
    schedule: useMutation(trpc.tweet.schedule.mutationOptions(callbacks)),
    reschedule: useMutation(trpc.tweet.reschedule.mutationOptions(callbacks)),
    unschedule: useMutation(trpc.tweet.unschedule.mutationOptions(callbacks)),
    edit: useMutation(trpc.tweet.edit.mutationOptions(callbacks)),
    cancel: useMutation(trpc.tweet.cancel.mutationOptions(callbacks)),
    postNow: useMutation(trpc.tweet.post_now.mutationOptions(callbacks)),
    restore: useMutation(trpc.tweet.restore.mutationOptions(callbacks)),
    resume: useMutation(trpc.tweet.resume.mutationOptions(callbacks)),
    stop: useMutation(trpc.tweet.stop.mutationOptions(callbacks)),
    rollBack: useMutation(trpc.tweet.roll_back.mutationOptions(callbacks)),
    resolve: useMutation(trpc.tweet.resolve.mutationOptions(callbacks)),
    remove: useMutation(
      trpc.tweet.delete.mutationOptions({
        onSuccess: ({ id }) => paintQueue(queryClient, (view) => removeTweet(view, id)),
        onError: callbacks.onError,
      }),
    ),
  };
}
