import { claimDraft, type Release } from "./claim-draft";
import { adoptOlder, forgetDraft, type KeptDraft, keepDraft, readDrafts, readKeptDraft } from "./draft-store";
import type { KeptPart } from "./kept-thread";
import { newId } from "./new-id";

/** The draft of one composer: no other has it while it is open, or while it is on its way to the server. */
export type OpenDraft = {
  /** What it begins with; none for a new one. */
  begun: KeptPart[];
  /** The id of the tweet that it becomes. */
  id: () => string;
  /** The account that it was sent for without an answer; null while the server cannot have it. */
  sentFor: () => string | null;
  keep: (parts: KeptPart[]) => void;
  /** Notes, before it is sent, for which account; null once an answer says that the server does not have it. */
  markSent: (accountId: string | null) => void;
  /** Its id has become another tweet's: it goes on under one that nobody has seen. */
  renew: () => Promise<void>;
  /** It is a tweet now. What is still told to be kept of it is not. */
  finish: () => void;
  /** Gives it free, once what it was sent with has been answered. */
  release: Release;
  /** Holds it until this has ended, though its composer is closed meanwhile. */
  during: <Answer>(work: Promise<Answer>) => Promise<Answer>;
};

/**
 * The latest draft that no other composer has, in this tab or another; a new one where there is none.
 * @param like the tweet whose words it began with: each such tweet has drafts of its own.
 * @param isMade whether a draft is seen to have become a tweet though its composer never heard so: it is forgotten.
 */
export async function openDraft(
  person: string,
  like: string | null,
  isMade: (draft: KeptDraft) => boolean,
): Promise<OpenDraft> {
  adoptOlder(person, newId);
  for (const { id } of readDrafts(person).filter((draft) => draft.like === like)) {
    const release = await claimDraft(id);
    // It may have been scheduled in another tab between the look and the claim.
    const kept = release && readKeptDraft(person, id);
    if (kept && !isMade(kept)) return hold(person, kept, release);
    if (kept) forgetDraft(person, id);
    release?.();
  }
  const id = newId();
  const release = (await claimDraft(id)) ?? (() => undefined);
  return hold(person, { id, like, parts: [], sentFor: null, savedAtMs: 0 }, release);
}

function hold(person: string, kept: KeptDraft, release: Release): OpenDraft {
  let draft = kept;
  let letGo = release;
  let isFinished = false;
  let work: Promise<unknown> | null = null;
  const put = (change: Partial<KeptDraft>) => {
    if (isFinished) return;
    draft = { ...draft, ...change, savedAtMs: Date.now() };
    keepDraft(person, draft);
  };
  return {
    begun: kept.parts,
    id: () => draft.id,
    sentFor: () => draft.sentFor,
    keep: (parts) => put({ parts }),
    markSent: (sentFor) => put({ sentFor }),
    async renew() {
      const id = newId();
      const next = await claimDraft(id);
      forgetDraft(person, draft.id);
      put({ id, sentFor: null });
      letGo();
      letGo = next ?? (() => undefined);
    },
    finish() {
      isFinished = true;
      forgetDraft(person, draft.id);
    },
    release() {
      if (work) void work.then(() => letGo());
      else letGo();
    },
    during(sending) {
      const ended = () => {
        work = null;
      };
      work = sending.then(ended, ended);
      return sending;
    },
  };
}
