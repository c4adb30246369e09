import type { TweetView } from "~/server/tweets/view";
import { momentText } from "../time/time-words";
import { doubtNotes } from "./doubt-notes";
import { startedNotes } from "./started-words";

/** Nobody needs to know the second of what is only said in passing. */
const minuteMs = 60_000;

type Moment = { now: Date; zone: string };

/** The sentences under a tweet's text: why it waits, why it failed, what was seen of it. Empty when all is well. */
export function tweetNotes(tweet: TweetView, moment: Moment): string[] {
  const started = startedNotes(tweet);
  if (tweet.started?.rollback) return started;
  return [...started, ...stateNotes(tweet, moment)];
}

function stateNotes(tweet: TweetView, { now, zone }: Moment): string[] {
  const say = (at: Date) => momentText(new Date(Math.floor(at.getTime() / minuteMs) * minuteMs), now, zone);
  switch (tweet.state) {
    case "posting":
      return [
        ...atXNotes(tweet),
        ...(tweet.stopRequested ? ["It stops before the next part, as you asked."] : []),
      ];
    case "pending":
      if (tweet.started) return [];
      return [
        tweet.pending?.armsAt && tweet.pending.armsAt > now
          ? `Goes to QStash ${dayFirst(say(tweet.pending.armsAt))}.`
          : "Goes to QStash within a minute.",
        ...(tweet.pending?.error ? [`Not there yet: ${sentence(tweet.pending.error)}`] : []),
      ];
    case "queued":
      return tweet.isSuspected
        ? ["QStash did not find its message at the last look. Roost looks again by itself."]
        : [];
    case "onHold":
      return [sentence(tweet.hold ?? "Posting is on hold for now; it goes out when the hold ends")];
    case "posted":
      return lateNotes(tweet, say);
    case "unscheduled":
      return tweet.orphan
        ? [
            `${sentence(tweet.orphan.text)} ${
              tweet.orphan.removedAt
                ? `Removed there ${dayFirst(say(tweet.orphan.removedAt))}.`
                : `Found ${dayFirst(say(tweet.orphan.foundAt))}.`
            }`,
          ]
        : [];
    case "checkNeeded":
      return [...failureNotes(tweet), ...doubtNotes(tweet, (at) => dayFirst(say(at)))];
    case "failed":
      return failureNotes(tweet);
    default:
      return [];
  }
}

/** What a tweet that is being posted waits for. */
function atXNotes({ atX, sendingPart, partCount }: TweetView): string[] {
  const part = partCount > 1 && sendingPart !== null ? `part ${sendingPart}` : null;
  switch (atX?.kind) {
    case "processing":
      return [`X is still making the ${fileWords[atX.file]}${part ? ` of ${part}` : ""} ready.`];
    case "looking":
      return [`Roost has no clear answer from X. It is looking there whether ${part ?? "it"} is up.`];
    case undefined:
      return [];
  }
}

const fileWords = { IMAGE: "picture", GIF: "GIF", VIDEO: "video" } as const;

function lateNotes({ isLate, publishedAt, plannedFor }: TweetView, say: (at: Date) => string): string[] {
  if (!isLate || !publishedAt) return [];
  return [
    plannedFor ? `Posted late: it was planned for ${say(plannedFor)}.` : `Posted late, ${say(publishedAt)}.`,
  ];
}

function failureNotes({ failure }: TweetView): string[] {
  if (!failure) return [];
  const { kind, happened, next, detail } = failure;
  return [`${sentence(happened)} ${sentence(next)}`.trim(), ...(detail ? [detailWords(kind, detail)] : [])];
}

/** Only what X refused comes with X's own words; the rest is said by Roost. */
function detailWords(kind: string, detail: string): string {
  return kind === "refused" || kind === "duplicate" ? `X said: ${detail}` : sentence(detail);
}

function dayFirst(moment: string): string {
  return /^(today|tomorrow|yesterday)/.test(moment) ? moment : `on ${moment}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.?!…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
