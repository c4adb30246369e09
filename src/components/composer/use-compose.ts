import { useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError, type StudioError } from "~/trpc/read-error";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { newId } from "./new-id";

export type Written = { accountId: string; text: string; scheduledFor: Date };

/**
 * Creates one tweet, however often it is tried: the id is made once. When an unanswered first try did reach the
 * server, what has been changed since is sent after it as an edit.
 */
export function useCompose() {
  const { schedule, edit } = useTweetCommands();
  const [id] = useState(newId);
  const [problem, setProblem] = useState<StudioError | null>(null);

  async function create(written: Written): Promise<TweetView | null> {
    setProblem(null);
    try {
      const made = await schedule.mutateAsync({ id, ...written });
      const isSame =
        made.text === written.text && made.scheduledFor?.getTime() === written.scheduledFor.getTime();
      if (isSame) return made;
      const { text, scheduledFor } = written;
      return await edit.mutateAsync({ id, revision: made.revision, text, scheduledFor });
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
