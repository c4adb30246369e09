import { useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError, type StudioError } from "~/trpc/read-error";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { newId } from "./new-id";
import { isAsWritten, type Written } from "./written";

export type NewTweetInput = Written & { accountId: string; scheduledFor: Date };

/**
 * Creates one tweet, however often it is tried: the id is made once. When an unanswered first try did reach the
 * server, what has been changed since is sent after it as an edit.
 */
export function useCompose() {
  const { schedule, edit } = useTweetCommands();
  const [id] = useState(newId);
  const [problem, setProblem] = useState<StudioError | null>(null);

  async function create(input: NewTweetInput): Promise<TweetView | null> {
    setProblem(null);
    try {
      const made = await schedule.mutateAsync({ id, ...input });
      const isSameTime = made.scheduledFor?.getTime() === input.scheduledFor.getTime();
      if (isSameTime && isAsWritten(made, input)) return made;
      const { accountId: _, ...changes } = input;
      return await edit.mutateAsync({ id, revision: made.revision, ...changes });
    } catch (error) {
      setProblem(readError(error));
      return null;
    }
  }
  return {
    create,
    problem,
    isBusy: schedule.isPending || edit.isPending,
    isUnanswered: problem?.code === "NO_ANSWER",
  };
}
