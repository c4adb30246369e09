import { holdWords } from "~/domain/hold-words";
import type { AppHold, Tweet } from "~/generated/prisma/client";
import { type Holdable, type HoldInForce, holdsOn, weightiestHold } from "./holds";
import type { TweetView } from "./view";

type Waiting = Pick<Tweet, "status" | "scheduledFor"> & { account: Holdable };

/**
 * Why a tweet waits, and until when; nulls where nothing holds it up.
 * @param appHolds all there are.
 */
export function toHoldView(
  tweet: Waiting,
  appHolds: AppHold[],
  now: Date,
): Pick<TweetView, "hold" | "holdUntil"> {
  const holds = tweet.status === "SCHEDULED" ? holdsWhenDue(tweet, appHolds, now) : [];
  if (holds.length === 0) return { hold: null, holdUntil: null };
  return { hold: holds.map(wordsOf).join(" "), holdUntil: lastEnd(holds) };
}

/**
 * A hold that ends before the tweet's time holds up nothing. One that X has put off waits for the hold all the same: it
 * was put off to the hold's end.
 */
export function holdsWhenDue(
  { account, scheduledFor }: Waiting,
  appHolds: AppHold[],
  now: Date,
): HoldInForce[] {
  const at = scheduledFor && scheduledFor > now ? scheduledFor : now;
  return holdsOn(account, weightiestHold(appHolds, at), at);
}

/** Null where any of them has no end that is known. */
function lastEnd(holds: HoldInForce[]): Date | null {
  const lastMs = Math.max(...holds.map(({ until }) => until?.getTime() ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(lastMs) ? new Date(lastMs) : null;
}

/** The sentence of a hold that is in force. */
export function wordsOf({ reason, scope, until, said }: HoldInForce): string {
  return holdWords(reason, scope, until, said);
}
