// "Why did it not go out?", "Why did it go out late?": answered from the story alone, in one paragraph.
import { policy } from "../policy";
import { isLate } from "../schedule";
import { atStart, contextsOf } from "./context";
import { delaysBetween, type Telling } from "./delays";
import { failureAnswer } from "./failure-answer";
import { type HistoryItem, isFlightOf, type MoveItem, movesOf } from "./item";
import { spanWords } from "./moment";
import { sentenceOf, timedSentence } from "./sentence";

export type WhyNot = { question: string; answer: string };

/**
 * What became of a tweet and why. Null where nothing is known of it.
 * @param zone that times are told in. @throws RangeError for a zone that is none.
 */
export function whyNot(items: readonly HistoryItem[], nowMs: number, zone: string): WhyNot | null {
  const last = movesOf(items).at(-1);
  const context = contextsOf(items, zone).ofAnswer(last?.scheduledForMs ?? null);
  const answer = answerOf({ items, context }, last, nowMs);
  return answer && { question: answer.question, answer: answer.sentences.map(atStart).join(" ") };
}

type Answer = { question: string; sentences: string[] };

const whyNotOut = "Why did it not go out?";

function answerOf(telling: Telling, last: MoveItem | undefined, nowMs: number): Answer | null {
  if (!last) return neverCreated(telling);
  switch (last.to) {
    case "PUBLISHED":
      return published(telling, last);
    case "FAILED":
      return { question: whyNotOut, sentences: failureAnswer(telling, entry(telling, last)) };
    case "UNCONFIRMED":
      return { question: "Is it up?", sentences: inDoubt(telling, entry(telling, last)) };
    case "PUBLISHING":
      return { question: whyNotOut, sentences: goingOut(telling, entry(telling, last), nowMs) };
    case "SCHEDULED":
      return { question: "Why has it not gone out yet?", sentences: waiting(telling, last, nowMs) };
    case "DRAFT":
    case "CANCELLED":
      return { question: whyNotOut, sentences: takenOff(telling, last) };
  }
}

/** The move by which it came into its present state. */
function entry({ items }: Telling, last: MoveItem): MoveItem {
  return movesOf(items).findLast(({ from, to }) => to === last.to && from !== to) ?? last;
}

function neverCreated({ items, context }: Telling): Answer | null {
  const refusal = items.findLast((item) => isFlightOf(item, "refused"));
  if (!refusal) return null;
  return {
    question: "Why was it not scheduled?",
    sentences: [timedSentence(refusal, context), "Nothing else was kept of it."],
  };
}

function published(telling: Telling, last: MoveItem): Answer {
  const { context } = telling;
  const posted = entry(telling, last);
  const dueMs = posted.scheduledForMs ?? posted.atMs;
  const times = `It was due at ${context.due(dueMs)} and posted at ${context.moment(posted.atMs)}`;
  const out = sentenceOf(posted, context).text;
  if (!isLate(dueMs, posted.atMs, policy)) {
    const sentences = [`Yes. ${times}.`, out, ...askedTooLate(telling)];
    return { question: "Did it go out in time?", sentences };
  }
  const causes = delaysBetween(telling, dueMs, posted.atMs);
  const late = `${times}, ${spanWords(posted.atMs - dueMs)} late.`;
  return { question: "Why did it go out late?", sentences: [late, ...causes, out, ...askedTooLate(telling)] };
}

const maxRefusals = 3;

/** What its owner asked for once it was going out. */
function askedTooLate({ items, context }: Telling): string[] {
  const claimed = items.findIndex(({ kind }) => kind === "claimed");
  if (claimed < 0) return [];
  const refused = items.slice(claimed).filter((item) => isFlightOf(item, "refused"));
  return refused.slice(0, maxRefusals).map((item) => timedSentence(item, context));
}

function inDoubt(telling: Telling, entered: MoveItem): string[] {
  const { context } = telling;
  const dueMs = entered.scheduledForMs ?? entered.atMs;
  return [
    `It was due at ${context.due(dueMs)}.`,
    ...delaysBetween(telling, dueMs, entered.atMs),
    "Look at the account on X, then say whether it is up.",
  ];
}

function goingOut(telling: Telling, claimed: MoveItem, nowMs: number): string[] {
  const { context } = telling;
  return [
    `It is going out now: at ${context.moment(claimed.atMs)} Roost took it to post it.`,
    ...delaysBetween(telling, claimed.atMs, nowMs),
  ];
}

function waiting(telling: Telling, { scheduledForMs }: MoveItem, nowMs: number): string[] {
  const { context, items } = telling;
  if (scheduledForMs === null || scheduledForMs > nowMs) {
    const armed = items.findLast(({ kind }) => kind === "armed" || kind === "arm failed");
    const message = armed ? [timedSentence(armed, context)] : [];
    return [`It is due at ${context.due(scheduledForMs)}.`, ...message];
  }
  const causes = delaysBetween(telling, scheduledForMs, nowMs);
  const none = "Neither QStash nor Roost's own check has come by since.";
  return [`It was due at ${context.due(scheduledForMs)}.`, ...(causes.length > 0 ? causes : [none])];
}

function takenOff(telling: Telling, last: MoveItem): string[] {
  const { items, context } = telling;
  const entered = entry(telling, last);
  const dueMs = last.scheduledForMs;
  const suspicion =
    entered.kind === "orphaned"
      ? items.findLast((item) => isFlightOf(item, "verdict") && item.atMs <= entered.atMs)
      : undefined;
  const after = last.kind === "rolled back" || last.kind === "roll-back stuck" ? [last] : [];
  const failed =
    after.length > 0 ? movesOf(items).findLast(({ to, from }) => to === "FAILED" && from !== to) : null;
  const told = [...(suspicion ? [suspicion] : []), ...(failed ? [failed] : []), entered, ...after];
  return [
    ...(dueMs === null ? [] : [`It was to go out at ${context.due(dueMs)}.`]),
    ...told.map((item) => timedSentence(item, context)),
  ];
}
