import { holdWords } from "~/domain/hold-words";
import type { Tweet } from "~/generated/prisma/client";
import { type AppHoldInForce, type Holdable, type HoldInForce, holdsOn } from "./holds";
import type { TweetView } from "./view";

type Waiting = Pick<Tweet, "status" | "scheduledFor"> & { account: Holdable };

/** Why a tweet waits, and until when; nulls where nothing holds it up. */
export function toHoldView(
  tweet: Waiting,
  appHold: AppHoldInForce | null,
  now: Date,
): Pick<TweetView, "hold" | "holdUntil"> {
  const holds = tweet.status === "SCHEDULED" ? holdsWhenDue(tweet, appHold, now) : [];
  if (holds.length === 0) return { hold: null, holdUntil: null };
  return { hold: holds.map(wordsOf).join(" "), holdUntil: lastEnd(holds) };
}

/** A hold that ends before the tweet's time holds up nothing. */
function holdsWhenDue(tweet: Waiting, appHold: AppHoldInForce | null, now: Date): HoldInForce[] {
  const { account, scheduledFor } = tweet;
  return holdsOn(account, appHold, now).filter(
    ({ until }) => until === null || scheduledFor === null || until > scheduledFor,
  );
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
