// S3, S10: while an account is held nothing of it is begun, and what waited does not go out all at once.
import { policy } from "~/domain/policy";
import type { Check } from "./check";
import { violate } from "./check";
import type { AccountRow } from "./snapshot";

/** Roost's clock may have been set back by so much in between. */
const clockJumpMs = 60_000;

/** What is going out when the hold begins ends: a thread's last parts too. */
const nothingHeld: Check = ({ now, numberOf }) => {
  const held = new Map(now.accounts.map((account) => [account.id, spansOf(account)]));
  const tweets = new Map(now.tweets.map((tweet) => [tweet.id, tweet]));
  return now.events.flatMap(({ tweetId, from, to, at }) => {
    if (from === "PUBLISHING" || to !== "PUBLISHING") return [];
    const claimedMs = Date.parse(at);
    const spans = held.get(tweets.get(tweetId)?.accountId ?? "") ?? [];
    const span = spans.find(({ fromMs, untilMs }) => claimedMs > fromMs + clockJumpMs && claimedMs < untilMs);
    if (!span) return [];
    const what = `tweet ${numberOf.get(tweetId)} was taken at ${at}, on hold since ${new Date(span.fromMs).toISOString()}: ${span.reason}`;
    return [violate("S3 nothing goes out while its account is held", what)];
  });
};

function spansOf({ holdReason, holdSince, holdUntil, pausedAt }: AccountRow) {
  const end = holdUntil === null ? Number.POSITIVE_INFINITY : Date.parse(holdUntil);
  const hold = holdReason && holdSince ? [{ reason: holdReason, from: holdSince, untilMs: end }] : [];
  const pause = pausedAt ? [{ reason: "paused", from: pausedAt, untilMs: Number.POSITIVE_INFINITY }] : [];
  return [...hold, ...pause].map(({ from, ...span }) => ({ ...span, fromMs: Date.parse(from) }));
}

const inTurn: Check = ({ now, numberOf }) => {
  const accountOf = new Map(now.tweets.map(({ id, accountId }) => [id, accountId]));
  const turns = now.events.flatMap(({ tweetId, kind, at, detail }) =>
    kind === "resumed" && typeof detail?.hold === "string" && typeof detail.at === "string"
      ? [{ tweetId, end: `${at} ${accountOf.get(tweetId)}`, turnMs: Date.parse(detail.at) }]
      : [],
  );
  return turns.flatMap(({ tweetId, end, turnMs }, index) => {
    // One that is given a second turn goes out at that alone.
    const isLast = (turn: (typeof turns)[number], at: number) =>
      !turns.slice(at + 1).some((later) => later.end === turn.end && later.tweetId === turn.tweetId);
    const before = turns.find(
      (turn, at) => at < index && turn.end === end && isTooNear(turn.turnMs, turnMs) && isLast(turn, at),
    );
    if (!before || before.tweetId === tweetId) return [];
    const what = `tweets ${numberOf.get(before.tweetId)} and ${numberOf.get(tweetId)} have their turns ${Math.abs(turnMs - before.turnMs)} ms apart`;
    return [violate("S10 what waited on a hold goes out one after another", what)];
  });
};

const isTooNear = (a: number, b: number) => Math.abs(a - b) < policy.hold.spacingMs;

export const holdChecks: Check[] = [nothingHeld, inTurn];
