import { failureWords } from "~/domain/failure-words";
import { holdWords } from "~/domain/hold-words";
import { policy } from "~/domain/policy";
import { isLate } from "~/domain/schedule";
import { shownState } from "~/domain/tweet";
import type { XAccount } from "~/generated/prisma/client";
import type { TweetRow } from "./find-tweet";
import { isAccountHeld } from "./holds";
import type { AccountView, TweetView } from "./view";

const orphanWords = {
  REMOVED: "Its message was removed in QStash, so it would not have been posted. Its text and time are kept.",
  MISSING:
    "QStash no longer has this tweet's message and does not say why, so it would not have been posted. Its text and time are kept.",
} as const;

const unconfirmedWords = {
  happened: "X did not answer clearly, so this may be up or not. Roost will not post it again blindly.",
  next: "Look at the account on X, then say whether it is up.",
};

export type ViewContext = {
  now: Date;
  /** The hold on the whole app that is in force. */
  appHold: { reason: string } | null;
  /** Where people see posts: https://x.com */
  webUrl: string;
};

/** What the studio sees of a tweet. */
export function toTweetView(tweet: TweetRow, { now, appHold, webUrl }: ViewContext): TweetView {
  const { account } = tweet;
  const heldBecause = appHold?.reason ?? (isAccountHeld(account, now) ? account.holdReason : null);
  const isHeld = tweet.status === "SCHEDULED" && heldBecause !== null;
  const firstPart = tweet.parts[0];
  return {
    id: tweet.id,
    revision: tweet.revision,
    state: shownState({ ...tweet, isHeld }),
    account: { id: account.id, handle: account.handle, name: account.name, avatarUrl: account.avatarUrl },
    text: tweet.parts.map((part) => part.text).join("\n\n"),
    partCount: tweet.parts.length,
    scheduledFor: tweet.scheduledFor,
    publishedAt: tweet.publishedAt,
    isLate:
      tweet.publishedAt !== null &&
      tweet.scheduledFor !== null &&
      isLate(tweet.scheduledFor.getTime(), (tweet.startedAt ?? tweet.publishedAt).getTime(), policy),
    postUrl: firstPart?.xId ? `${webUrl}/${account.handle}/status/${firstPart.xId}` : null,
    pending: pendingOf(tweet),
    hold: isHeld && heldBecause ? holdWords(heldBecause) : null,
    orphan: orphanOf(tweet),
    failure: failureOf(tweet),
    checkedAt: tweet.checkedAt,
    isSuspected: tweet.missingSince !== null,
  };
}

function pendingOf(tweet: TweetRow): TweetView["pending"] {
  if (tweet.status !== "SCHEDULED" || tweet.qstashId || !tweet.scheduledFor) return null;
  return {
    armsAt: new Date(tweet.scheduledFor.getTime() - policy.arm.horizonMs),
    error: tweet.armError,
  };
}

function orphanOf(tweet: TweetRow): TweetView["orphan"] {
  if (tweet.status !== "DRAFT" || !tweet.orphanedAt) return null;
  const reason = tweet.orphanReason === "REMOVED" ? "REMOVED" : "MISSING";
  return { reason, foundAt: tweet.orphanedAt, removedAt: tweet.orphanRemovedAt, text: orphanWords[reason] };
}

function failureOf(tweet: TweetRow): TweetView["failure"] {
  if (tweet.status === "UNCONFIRMED") {
    return { kind: "unconfirmed", ...unconfirmedWords, detail: tweet.failureDetail };
  }
  if (tweet.status !== "FAILED" || !tweet.failureKind) return null;
  return { kind: tweet.failureKind, ...failureWords(tweet.failureKind), detail: tweet.failureDetail };
}

/** What the studio sees of a connected account: never its tokens. */
export function toAccountView(account: XAccount, now: Date): AccountView {
  const isHeld = isAccountHeld(account, now) && account.holdReason;
  return {
    id: account.id,
    handle: account.handle,
    name: account.name,
    avatarUrl: account.avatarUrl,
    hold: isHeld ? { reason: isHeld, until: account.holdUntil, text: holdWords(isHeld) } : null,
  };
}
