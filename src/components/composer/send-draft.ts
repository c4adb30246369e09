import type { TweetView } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { type NewTweetInput, readMade, spentWords, unansweredWords } from "./made-tweet";
import type { OpenDraft } from "./open-draft";

type Sending = Pick<OpenDraft, "id" | "sentFor" | "markSent" | "renew" | "finish">;
type Create = NewTweetInput & { id: string };
type Change = Omit<NewTweetInput, "accountId"> & { id: string; revision: number };

/** The typed client's calls; both reject with its error. */
export type Calls = {
  schedule: (input: Create) => Promise<TweetView>;
  edit: (input: Change) => Promise<TweetView>;
};

export type Sent = { made: TweetView; problem: null } | { made: null; problem: string };

/**
 * Makes one tweet of a draft, however often it is tried and from however many openings of the composer. What was
 * changed since an unanswered try that did reach the server is sent after it as an edit.
 */
export async function sendDraft(draft: Sending, input: NewTweetInput, calls: Calls): Promise<Sent> {
  const id = draft.id();
  const wasSent = draft.sentFor() !== null;
  draft.markSent(input.accountId);
  try {
    const made = await calls.schedule({ id, ...input });
    const meaning = readMade(made, input, wasSent);
    if (meaning === "spent") return await renewed(draft, made);
    if (meaning === "done") return finished(draft, made);
    const { accountId: _, ...changes } = input;
    return finished(draft, await calls.edit({ id, revision: made.revision, ...changes }));
  } catch (error) {
    const { code, message } = readError(error);
    if (wasSent && code === "NOT_FOUND") return await renewed(draft, null);
    const isKnown = code !== "NO_ANSWER" && code !== "UNAVAILABLE";
    if (isKnown && !wasSent) draft.markSent(null);
    return { made: null, problem: code === "NO_ANSWER" ? unansweredWords : message };
  }
}

function finished(draft: Sending, made: TweetView): Sent {
  draft.finish();
  return { made, problem: null };
}

async function renewed(draft: Sending, made: TweetView | null): Promise<Sent> {
  await draft.renew();
  return { made: null, problem: spentWords(made) };
}
