// What X answered to a part, for its tweet's flight recorder. A post that was created is recorded by the move that it
// makes: nothing is written between that answer and the move.
import type { Meaning, XAnswer } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { quote } from "~/domain/quote";
import type { Collaborators } from "../collaborators";
import { noteFlight } from "../flight-recorder";
import type { Claimed } from "./claim";

export async function noteAnswer(c: Collaborators, claim: Claimed, answer: XAnswer): Promise<void> {
  if (answer.kind === "created") return;
  const { attemptId, part } = claim;
  const detail = {
    attemptId,
    part: part.position,
    answer: answer.kind,
    status: answer.kind === "response" ? answer.status : null,
    // X echoes what it refuses.
    words: quote(answer.detail, policy.history.maxWordsCharacters, [part.text]),
  };
  await noteFlight(c, [{ ...of(claim), kind: "answered", detail }]);
}

/** The meaning without the post's text (or a file's), which X echoes where it refuses it: the words are kept and shown. */
export function withoutEcho<M extends Meaning>(meaning: M, text: string): M {
  if (!("detail" in meaning)) return meaning;
  return { ...meaning, detail: quote(meaning.detail, maxKeptCharacters, [text]) };
}

/** X's own words, where they are shown as the reason of a failure. */
const maxKeptCharacters = 500;

/** Whether the account's sign-in could be renewed for this part, and why not. */
export async function noteSignIn(
  c: Collaborators,
  claim: Claimed,
  result: "renewed" | "reconnect" | "badApp" | "later",
  words = "",
): Promise<void> {
  await noteFlight(c, [{ ...of(claim), kind: "sign-in", detail: { result, words } }]);
}

function of({ tweetId, revision, via }: Claimed) {
  return { tweetId, revision, actor: via } as const;
}
