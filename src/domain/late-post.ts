// X's "created" of a part came after its attempt was given up. What is up is up: the part is recorded whatever the
// state, and this says where its tweet goes.
import type { FailureKind } from "./outcome";
import type { TweetStatus } from "./tweet";

export type LatePost = {
  status: TweetStatus;
  /** With this part, all are out. */
  isComplete: boolean;
  /** Nobody has changed the tweet since the attempt was claimed. */
  isUnchanged: boolean;
  isStopRequested: boolean;
  isRollBackRequested: boolean;
};

export type AfterLatePost = { to: TweetStatus; failure: FailureKind | null };

/**
 * Where a tweet goes when one of its parts turns out to be up. What its owner did meanwhile is kept: only a thread that
 * was to go on unchanged goes on by itself.
 */
export function afterLatePost(tweet: LatePost): AfterLatePost {
  if (tweet.isRollBackRequested) return { to: "CANCELLED", failure: null };
  if (tweet.isComplete) return { to: "PUBLISHED", failure: null };
  switch (tweet.status) {
    case "PUBLISHING":
    case "UNCONFIRMED":
      return goesOn(tweet);
    case "SCHEDULED":
      return tweet.isUnchanged ? goesOn(tweet) : { to: "FAILED", failure: "partlyOut" };
    case "DRAFT":
    case "FAILED":
      return { to: "FAILED", failure: "partlyOut" };
    case "CANCELLED":
    case "PUBLISHED":
      return { to: tweet.status, failure: null };
  }
}

function goesOn({ isStopRequested }: LatePost): AfterLatePost {
  return isStopRequested ? { to: "FAILED", failure: "stopped" } : { to: "SCHEDULED", failure: null };
}
