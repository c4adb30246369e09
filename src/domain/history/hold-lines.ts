// What a hold was, inside of a story's sentences: why nothing was done, when it ends, and what ended it.
import type { ToldHold } from "../held-delivery";
import { type HoldScope, holdWords, unsureWords } from "../hold-words";
import type { HoldReason } from "../outcome";
import { type MoveItem, wordsIn } from "./item";
import type { Moment } from "./moment";

/** What holds a tweet at a moment. */
export type HoldNow = {
  reason: string;
  scope: HoldScope;
  /** When it ends by itself; null where no time ends it. */
  until: Date | null;
  /** X's words, where its answer began the hold. */
  said: string | null;
};

/** The sentences of a hold, with its end where that is known. */
export function heldWords({ reason, scope, until, said }: HoldNow, moment: Moment): string {
  if (until === null) return holdWords(reason, scope, null, said);
  const at = moment(until.getTime());
  if (reason === "reconnect") return unsureWords(at);
  return `${holdWords(reason, scope, until, said)} That is at ${at}.`;
}

/** A clause: what held it then. Whose it was is said only where that is known. */
export function heldBecause({ reason, scope }: ToldHold): string {
  const told = Object.hasOwn(because, reason) ? because[reason as HoldReason] : undefined;
  return told?.[scope ?? "unknown"] ?? told?.unknown ?? "it was on hold";
}

type Clauses = { unknown: string; account?: string; app?: string };

const because: Record<HoldReason, Clauses> = {
  reconnect: { unknown: "Roost was not signed in for its account" },
  rateLimit: {
    unknown: "X's limit was used up",
    account: "X's limit for its account was used up",
    app: "X's limit for the whole app was used up",
  },
  noCredits: { unknown: "the app had no credits at X" },
  badApp: { unknown: "X did not accept the app's own credentials" },
  paused: {
    unknown: "posting was paused",
    account: "you had paused its account",
    app: "whoever runs Roost had paused all posting",
  },
};

/** What ended the hold that a tweet waited on. Of one that only ran out nobody saw that X takes tweets again. */
export function holdEndedWords({ actor, detail }: Pick<MoveItem, "actor" | "detail">): string {
  const reason = wordsIn(detail, "hold") ?? "";
  return `${endOf(reason, actor, detail.ranOut === true)}, so it is given its turn.`;
}

function endOf(reason: string, actor: string, hasRunOut: boolean): string {
  if (actor === "owner" && !hasRunOut) return byOwner[reason] ?? ended;
  if (actor === "reconciler" && !hasRunOut)
    return `Whoever runs Roost ended the ${reason === "paused" ? "pause" : "hold"}`;
  return byTime[reason] ?? (hasRunOut ? "The time of the hold is over" : (byPost[reason] ?? ended));
}

const ended = "What had held it has ended";

const byOwner: Record<string, string> = {
  reconnect: "The account is connected again",
  paused: "You ended the pause",
};

/** Holds that nobody but their owner, or whoever runs Roost, ends before their time. */
const byTime: Record<string, string> = {
  rateLimit: "X's limit should be reset by now",
  reconnect: "It is time to try the account's sign-in again",
};

/** Another tweet went ahead, and X took it. */
const byPost: Record<string, string> = {
  noCredits: "The app has credits at X again",
  badApp: "X accepts the app's own credentials again",
};
