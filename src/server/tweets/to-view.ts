import { failureWords } from "~/domain/failure-words";
import { policy } from "~/domain/policy";
import { wasLate } from "~/domain/schedule";
import { threadFailureWords } from "~/domain/thread-words";
import { shownState } from "~/domain/tweet";
import type { AppHold, XAccount } from "~/generated/prisma/client";
import type { TweetRow } from "./find-tweet";
import { accountHolds } from "./holds";
import { toHoldView, wordsOf } from "./holds-view";
import { atXOf, doubtOf, sendingPartOf, toPartViews, toStartedView } from "./parts-view";
import type { ShownFacts } from "./shown-facts";
import type { AccountView, StartedView, TweetView } from "./view";

const orphanWords = {
  REMOVED: "Its message was removed in QStash, so it would not have been posted. Its text and time are kept.",
  MISSING:
    "QStash no longer has this tweet's message and does not say why, so it would not have been posted. Its text and time are kept.",
} as const;

const unconfirmedWords = {
  happened:
    "Roost has no clear answer from X, so this may be up or not. It will not be posted again blindly.",
  next: "Look at the account on X, then say whether it is up.",
};

export type ViewContext = {
  now: Date;
  /** The holds on the whole app, all there are. */
  appHolds: AppHold[];
  /** Where people see posts: https://x.com */
  webUrl: string;
  facts: ShownFacts;
};

/** What the studio sees of a tweet. */
export function toTweetView(tweet: TweetRow, { now, appHolds, webUrl, facts }: ViewContext): TweetView {
  const { account } = tweet;
  const held = toHoldView(tweet, appHolds, now);
  const parts = toPartViews(tweet, webUrl);
  const started = toStartedView(tweet, now);
  const plannedFor = facts.plannedFor.get(tweet.id) ?? null;
  const plan = plannedFor ?? tweet.scheduledFor;
  return {
    id: tweet.id,
    revision: tweet.revision,
    state: shownState({ ...tweet, isHeld: held.hold !== null }),
    account: { id: account.id, handle: account.handle, name: account.name, avatarUrl: account.avatarUrl },
    text: tweet.parts.map((part) => part.text).join("\n\n"),
    partCount: tweet.parts.length,
    parts,
    sendingPart: sendingPartOf(tweet),
    started,
    atX: atXOf(tweet, facts.looking.has(tweet.id)),
    stopRequested: tweet.status === "PUBLISHING" && tweet.stopRequestedAt !== null,
    latenessLimitS: tweet.latenessLimitS,
    scheduledFor: tweet.scheduledFor,
    publishedAt: tweet.publishedAt,
    plannedFor,
    isLate:
      tweet.publishedAt !== null &&
      plan !== null &&
      wasLate(
        {
          planMs: plan.getTime(),
          startedAtMs: tweet.startedAt?.getTime() ?? null,
          publishedAtMs: tweet.publishedAt.getTime(),
        },
        policy,
      ),
    postUrl: parts[0]?.postUrl ?? null,
    pending: pendingOf(tweet),
    ...held,
    orphan: orphanOf(tweet),
    failure: failureOf(tweet, started),
    doubt: doubtOf(tweet),
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

function failureOf(tweet: TweetRow, started: StartedView | null): TweetView["failure"] {
  if (tweet.status === "UNCONFIRMED") {
    return { kind: "unconfirmed", ...unconfirmedWords, detail: tweet.failureDetail };
  }
  if (tweet.status !== "FAILED" || !tweet.failureKind) return null;
  const hasFiles = tweet.parts.some(({ media }) => media.length > 0);
  const words = started
    ? threadFailureWords(tweet.failureKind, { ...started, partCount: tweet.parts.length })
    : failureWords(tweet.failureKind, { hasFiles });
  return { kind: tweet.failureKind, ...words, detail: tweet.failureDetail };
}

/** What the studio sees of a connected account: never its tokens. */
export function toAccountView(account: XAccount, now: Date): AccountView {
  const hold = accountHolds(account, now).find(({ reason }) => reason !== "paused");
  return {
    id: account.id,
    handle: account.handle,
    name: account.name,
    avatarUrl: account.avatarUrl,
    hold: hold ? { reason: hold.reason, since: hold.since, until: hold.until, text: wordsOf(hold) } : null,
    pausedAt: account.pausedAt,
  };
}
