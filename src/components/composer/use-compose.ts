import { useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import type { NewTweetInput } from "./made-tweet";
import type { OpenDraft } from "./open-draft";
import { sendDraft } from "./send-draft";

/** Schedules the draft of one composer. It stays busy once that is done: nothing more can be said into it. */
export function useCompose(draft: OpenDraft) {
  const { schedule, edit } = useTweetCommands();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  /** Null for why not: `problem` then says it, and so does `onProblem` where the composer is closed. */
  async function create(
    input: NewTweetInput,
    onProblem: (problem: string) => void,
  ): Promise<TweetView | null> {
    setProblem(null);
    setBusy(true);
    const sent = await draft.during(
      sendDraft(draft, input, { schedule: schedule.mutateAsync, edit: edit.mutateAsync }),
    );
    if (sent.made) return sent.made;
    setBusy(false);
    setProblem(sent.problem);
    onProblem(sent.problem);
    return null;
  }
  return { create, problem, isBusy, isAccountFixed: draft.sentFor() !== null };
}
