import type { TruthLine, Unverified } from "~/server/tweets/view";
import { momentText } from "../time/time-words";
import type { Tone } from "../tweet/state-words";

/** A check older than this is shown as old: the page asks every 15 s, so something keeps it from being made. */
const minuteMs = 60_000;
const staleMs = 2 * 60 * 1000;

export type TruthWords = {
  kind: TruthLine["kind"];
  tone: Tone;
  sentence: string;
  /** The check whose age is shown, ticking; null when no age is to be told. */
  checkedAt: Date | null;
  /** Behind "Why?". */
  why: string | null;
};

/** The truth line in words. Times are said in `zone`. */
export function truthWords(truth: TruthLine, now: Date, zone: string): TruthWords {
  switch (truth.kind) {
    case "empty":
      return say(truth.kind, "muted", "Nothing is queued.");
    case "verified":
      return verified(truth, now, zone);
    case "orphans":
      return { ...say(truth.kind, "bad", orphans(truth)), why: truth.unverified?.text ?? null };
    case "unverified":
      return { ...say(truth.kind, "warn", unverified(truth, now, zone)), why: truth.why.text };
    case "breaker":
      return {
        ...say(
          truth.kind,
          "bad",
          truth.count === 1
            ? "1 tweet's message seems gone from QStash, with too many others to believe it; it stays scheduled."
            : `The messages of ${truth.count} tweets seem gone from QStash, too many at once to believe it; they stay scheduled.`,
        ),
        why: truth.text,
      };
  }
}

function verified(truth: Extract<TruthLine, { kind: "verified" }>, now: Date, zone: string): TruthWords {
  const { kind, queued, pending, onHold, checkedAt } = truth;
  const held = onHold === 0 ? "" : `, ${onHold} ${onHold === 1 ? "is" : "are"} on hold`;
  const waiting =
    (pending === 0 ? "" : `, ${pending} ${pending === 1 ? "waits" : "wait"} to go there`) + held;
  if (queued + pending === 0) return say(kind, "warn", `${counted(onHold)} on hold; nothing else is queued`);
  if (queued === 0) {
    const waits = `${pending} ${pending === 1 ? "tweet waits" : "tweets wait"}`;
    return say(kind, "muted", `${waits} to go to QStash${held}`);
  }
  if (checkedAt === null) {
    return say(
      kind,
      "ok",
      `QStash took ${queued === 1 ? "the 1 queued tweet" : `all ${queued} queued tweets`}${waiting}`,
    );
  }
  if (now.getTime() - checkedAt.getTime() > staleMs) {
    const last = pastMoment(checkedAt, now, zone);
    return say(kind, "muted", `${counted(queued)} queued${waiting}; last seen in QStash ${last}`);
  }
  const all = queued === 1 ? "The 1 queued tweet is" : `All ${queued} queued tweets are`;
  return { ...say(kind, "ok", `${all} in QStash${waiting}`), checkedAt };
}

function orphans({ count, unverified }: Extract<TruthLine, { kind: "orphans" }>): string {
  const lost = `${count === 1 ? "1 tweet" : `${count} tweets`} lost ${count === 1 ? "its" : "their"} place in QStash and will not be posted`;
  return unverified ? `${lost}. ${unverifiedWords[unverified.kind]}; the others are unverified.` : lost;
}

function unverified(truth: Extract<TruthLine, { kind: "unverified" }>, now: Date, zone: string): string {
  if (truth.why.kind === "unproven") {
    const messages = truth.count === 1 ? "1 message" : `${truth.count} messages`;
    return `QStash did not find ${messages} of ours once; it is asked again before we say more`;
  }
  const since = truth.since ? ` since ${pastMoment(truth.since, now, zone)}` : "";
  return `${unverifiedWords[truth.why.kind]}; the list is ours, unverified${since}. Tweets still go out.`;
}

/** "14:02" today; otherwise with its day. */
export function pastMoment(at: Date, now: Date, zone: string): string {
  const minute = new Date(Math.floor(at.getTime() / minuteMs) * minuteMs);
  return momentText(minute, now, zone).replace(/^today at /, "");
}

function counted(count: number): string {
  return count === 1 ? "1 tweet is" : `${count} tweets are`;
}

function say(kind: TruthLine["kind"], tone: Tone, sentence: string): TruthWords {
  return { kind, tone, sentence, checkedAt: null, why: null };
}

const unverifiedWords: Record<Unverified["kind"], string> = {
  timeout: "QStash did not answer",
  unreachable: "QStash did not answer",
  unauthorized: "QStash refused our token",
  forbidden: "QStash refused to answer",
  rateLimited: "QStash asked us to slow down",
  serverError: "QStash had an error",
  unreadable: "QStash's answer was unreadable",
  unproven: "QStash did not find another message once",
  breaker: "Too many messages vanished at once",
};
