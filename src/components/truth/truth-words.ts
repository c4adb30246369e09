import type { TruthLine, Unverified } from "~/server/tweets/view";
import { momentText } from "../time/time-words";
import type { Tone } from "../tweet/state-words";

/** A check older than this is shown as old: the page asks every 15 s, so something keeps it from being made. */
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
      return say(
        truth.kind,
        "bad",
        truth.count === 1
          ? "1 tweet lost its place in QStash and will not be posted"
          : `${truth.count} tweets lost their place in QStash and will not be posted`,
      );
    case "unverified":
      return {
        ...say(
          truth.kind,
          "warn",
          `${unverifiedWords[truth.why.kind]}; the list is ours, unverified${
            truth.since ? ` since ${momentText(truth.since, now, zone).replace(/^today at /, "")}` : ""
          }. Tweets still go out.`,
        ),
        why: truth.why.text,
      };
    case "breaker":
      return {
        ...say(
          truth.kind,
          "bad",
          `${truth.count} tweets seem to have vanished from QStash at once; nothing was unscheduled.`,
        ),
        why: truth.text,
      };
  }
}

function verified(truth: Extract<TruthLine, { kind: "verified" }>, now: Date, zone: string): TruthWords {
  const { queued, pending, checkedAt } = truth;
  const isStale = checkedAt !== null && now.getTime() - checkedAt.getTime() > staleMs;
  const waiting = pending === 0 ? "" : `, ${pending} ${pending === 1 ? "waits" : "wait"} to go there`;
  if (queued === 0) {
    const one = pending === 1;
    return say(
      "verified",
      "muted",
      `${pending} ${one ? "tweet waits" : "tweets wait"} to go to QStash; none is due there yet.`,
    );
  }
  const all = queued === 1 ? "The 1 queued tweet is" : `All ${queued} queued tweets are`;
  if (checkedAt === null) {
    return say("verified", "muted", `${counted(queued)} queued${waiting}; QStash has not been asked yet.`);
  }
  if (isStale) {
    const last = momentText(checkedAt, now, zone).replace(/^today at /, "");
    return say("verified", "muted", `${counted(queued)} queued${waiting}; last seen in QStash ${last}.`);
  }
  return { ...say("verified", "ok", `${all} in QStash${waiting}`), checkedAt };
}

function counted(count: number): string {
  return count === 1 ? "1 tweet is" : `${count} tweets are`;
}

function say(kind: TruthLine["kind"], tone: Tone, sentence: string): TruthWords {
  return { kind, tone, sentence, checkedAt: null, why: null };
}

/** Why QStash could not be asked, as the head of a sentence. */
export const unverifiedWords: Record<Unverified["kind"], string> = {
  timeout: "QStash did not answer in time",
  unreachable: "QStash did not answer",
  unauthorized: "QStash refused our token",
  forbidden: "QStash refused to answer",
  rateLimited: "QStash asked us to slow down",
  serverError: "QStash had an error of its own",
  unreadable: "QStash's answer could not be read",
  unproven: "QStash shows none of our messages",
  breaker: "Too many messages vanished at once",
};
