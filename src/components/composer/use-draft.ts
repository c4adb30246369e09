import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { findTweet } from "../queue/apply-tweet";
import { type QueueRead, queueKey } from "../queue/queue-cache";
import type { KeptDraft } from "./draft-store";
import { isMadeOf } from "./made-tweet";
import { type OpenDraft, openDraft } from "./open-draft";

/** The draft of a composer for as long as it stands; null until it is known that no other composer has it. */
export function useDraft(person: string, like: string | null): OpenDraft | null {
  const [opened, setDraft] = useState<OpenDraft | null>(null);
  const queryClient = useQueryClient();
  useEffect(() => {
    const isMade = (kept: KeptDraft) => {
      const view = queryClient.getQueryData<QueueRead>(queueKey)?.view;
      return isMadeOf(kept, view && findTweet(view, kept.id));
    };
    let isGone = false;
    let draft: OpenDraft | null = null;
    const open = async () => {
      // A mount that React takes back at once, to try it out, opens nothing.
      await null;
      if (isGone) return;
      draft = await openDraft(person, like, isMade);
      if (isGone) draft.release();
      else setDraft(draft);
    };
    void open();
    return () => {
      isGone = true;
      draft?.release();
    };
  }, [person, like, queryClient]);
  return opened;
}
