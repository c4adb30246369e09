// What people are told of a tweet that did not go out: one sentence for what happened, one for what to do.
import type { HoldScope } from "./hold-words";
import { latenessSpan } from "./lateness-span";
import type { FailureKind, HoldReason } from "./outcome";

export type FailureWords = { happened: string; next: string };

/**
 * The words of a failure. A kind that another version has stored is told as a refusal.
 * @param known of the tweet.
 */
export function failureWords(kind: string, { hasFiles = true, limitS = null }: Known = {}): FailureWords {
  const words = Object.hasOwn(failures, kind) ? failures[kind as FailureKind] : failures.refused;
  if (kind === "missed" && limitS !== null) return { ...words, happened: missedBy(limitS) };
  return kind === "media" && !hasFiles ? { ...words, next: withoutFileNext } : words;
}

type Known = {
  /** False where X may have refused a file that its owner has taken out since. */
  hasFiles?: boolean;
  /** How late it was allowed to be when it was missed, in seconds. */
  limitS?: number | null;
};

function missedBy(limitS: number): string {
  return limitS === 0
    ? "Its time passed before it could be posted, and it was not to go out late at all."
    : `Its time passed by more than its lateness limit of ${latenessSpan(limitS)} before it could be posted.`;
}

const withoutFileNext = "That file is no longer in it: schedule it again.";

const failures: Record<FailureKind, FailureWords> = {
  duplicate: {
    happened: "X refused it as a duplicate: this account has posted the same text before.",
    next: "Change the text, then schedule it again.",
  },
  refused: {
    happened: "X refused to post it.",
    next: "Read X's words, edit the tweet, then schedule it again.",
  },
  media: {
    happened: "X did not take one of its pictures or videos.",
    next: "Read X's words, replace the file, then schedule it again.",
  },
  missed: {
    happened: "Its time passed by more than its lateness limit before it could be posted.",
    next: "Post it now, alone or with all that were missed, choose a new time, or drop it.",
  },
  stopped: { happened: "You stopped it before it went out.", next: "Schedule it again, or delete it." },
  tooManyAttempts: {
    happened: "It could not be sent so many times that Roost stopped trying.",
    next: "Choose a new time for it.",
  },
  notPosted: {
    happened: "You said that it did not reach X.",
    next: "Schedule it again, or delete it.",
  },
  partlyOut: {
    happened: "A part of it turned out to be on X after its text or time was changed.",
    next: "Go on with the rest, or take down what is out.",
  },
};

/** Why a tweet was still waiting when its lateness limit passed. */
export type MissedCause =
  /** `scope`: whose it was; null where that is not known. */
  | { kind: "hold"; reason: string; scope: HoldScope | null }
  | { kind: "putOff" }
  /** Its message had vanished together with so many that the breaker left it on the schedule. */
  | { kind: "withheld" }
  /** It is known that nothing of Roost ran. */
  | { kind: "outage" }
  | { kind: "notReached" };

/** The sentence that says why a tweet was missed. */
export function missedWords(cause: MissedCause): string {
  switch (cause.kind) {
    case "hold":
      return missedByHoldWords(cause.reason, cause.scope);
    case "putOff":
      return "X could not take it meanwhile, and Roost had put it off.";
    case "withheld":
      return "QStash no longer had its message, and so many messages had vanished at once that Roost took nothing off the schedule by itself and waited for a person.";
    case "notReached":
      return "Neither a call of QStash nor Roost's own check, which runs every minute, got it to X in that time.";
    case "outage":
      return "In that time Roost took no call of QStash, and its own check did not run.";
  }
}

function missedByHoldWords(reason: string, scope: HoldScope | null): string {
  if (!Object.hasOwn(missedByHold, reason)) return "It was on hold meanwhile.";
  const whose = scope === null ? null : missedByWhose[scope];
  return whose?.[reason as HoldReason] ?? missedByHold[reason as HoldReason];
}

const missedByWhose: Record<HoldScope, Partial<Record<HoldReason, string>>> = {
  account: {
    rateLimit: "X's rate limit for its account was used up.",
    paused: "You had paused its account.",
  },
  app: {
    rateLimit: "X's rate limit for the whole app was used up.",
    paused: "Whoever runs Roost had paused all posting.",
  },
};

/** Whosever it was. */
const missedByHold: Record<HoldReason, string> = {
  reconnect: "X did not let Roost post for its account, which has to be connected again.",
  rateLimit: "X's rate limit was used up.",
  noCredits: "The app had no credits at X.",
  badApp: "X did not accept the app's own credentials.",
  paused: "Posting was paused.",
};
