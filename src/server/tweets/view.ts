// What the studio sees of a tweet: never a token, never another person's row.
import type { UnknownKind } from "~/domain/reconcile";
import type { ShownState } from "~/domain/tweet";
import type { MediaView } from "../media/media-view";

export type AccountView = {
  id: string;
  handle: string;
  name: string;
  avatarUrl: string | null;
  /** Why nothing of this account goes out for now; null when it does. */
  hold: { reason: string; since: Date | null; until: Date | null; text: string } | null;
  /** Since when its owner has paused it, beside any hold; null when it is not. */
  pausedAt: Date | null;
};

export type PartView = {
  /** From 1, in the order in which they are read. */
  position: number;
  text: string;
  /** Removed: it was out, and was deleted on X at its owner's wish. */
  state: "waiting" | "sending" | "out" | "removed";
  /** The post on X; null where there is none, or none any more. */
  postUrl: string | null;
  /** In the order in which they are shown. */
  media: PartMediaView[];
};

export type PartMediaView = MediaView & { altText: string | null };

/** A thread of which some parts are out and others are not. */
export type StartedView = {
  outCount: number;
  /** It may go on now, at its owner's word. */
  canResume: boolean;
  resumeUntil: Date;
  /** What is out is being deleted on X, or is gone; stuck: X does not do it, and `error` says why. */
  rollback: { state: "removing" | "removed" | "stuck"; error: string | null } | null;
};

/** X makes a file ready; or it gave no clear answer, and Roost looks whether the part is up. */
export type AtX = { kind: "processing"; file: MediaView["kind"] } | { kind: "looking" };

export type TweetView = {
  id: string;
  /** Every command names the revision that its caller saw. */
  revision: number;
  state: ShownState;
  account: Pick<AccountView, "id" | "handle" | "name" | "avatarUrl">;
  /** All parts, for lists and searches. */
  text: string;
  partCount: number;
  parts: PartView[];
  /** Posting only: the part that is being sent, from 1. */
  sendingPart: number | null;
  /** Null for a tweet of which nothing is out, and for one that is out whole. */
  started: StartedView | null;
  /** Posting only: what it waits for at X; null where it goes on. */
  atX: AtX | null;
  /** Posting only: its owner asked to stop, and it does before the next part. */
  stopRequested: boolean;
  /** How late it may still go out, in seconds; null for however late. */
  latenessLimitS: number | null;
  /** Whole seconds; kept when the tweet is unscheduled. */
  scheduledFor: Date | null;
  publishedAt: Date | null;
  /** Posted at its owner's word, at once: the time that it was planned for before. */
  plannedFor: Date | null;
  /** Posted noticeably after its time, or after the one that it was planned for (`policy.publish.lateAfterMs`). */
  isLate: boolean;
  /** The post on X; of a thread, its first part. */
  postUrl: string | null;
  /** Pending only: when it goes to QStash, and why the last try to send it there failed. */
  pending: { armsAt: Date | null; error: string | null } | null;
  /** On hold only: why nothing goes out for now, and what ends it. */
  hold: string | null;
  /** On hold only: when that ends by itself; null where an act ends it. */
  holdUntil: Date | null;
  /** Why the reconciler took it off the schedule. */
  orphan: { reason: "REMOVED" | "MISSING"; foundAt: Date; removedAt: Date | null; text: string } | null;
  /** Failed or Check needed: what happened, and the next act. */
  failure: { kind: string; happened: string; next: string; detail: string | null } | null;
  /** Check needed: the part that may be up or not, and how Roost goes on looking for it at X. */
  doubt: { part: number; looks: number; nextLookAt: Date | null } | null;
  /** The last conclusive check of its message. */
  checkedAt: Date | null;
  /** Its message was not found when last looked for, and that is not yet believed; looked at again by itself. */
  isSuspected: boolean;
};

/** Why QStash could not be asked, and what to say of it. */
export type Unverified = { kind: UnknownKind | "breaker"; text: string };

/** The line at the top of every studio page. Never wrong, and never stale without saying so. */
export type TruthLine =
  | { kind: "empty" }
  /** `onHold`: how many, in QStash or not, a hold keeps from going out at their time; the others count only what does. */
  | { kind: "verified"; queued: number; pending: number; onHold: number; checkedAt: Date | null }
  /** `unverified`: why the rest of the queue is not known to be in QStash; null where it is. */
  | { kind: "orphans"; count: number; tweetIds: string[]; unverified: Unverified | null }
  | { kind: "unverified"; count: number; since: Date | null; why: Unverified }
  /** `count` of this person's tweets are left on the schedule though their messages seem gone. */
  | { kind: "breaker"; count: number; text: string };

export type QueueView = {
  now: Date;
  truth: TruthLine;
  accounts: AccountView[];
  /** Pending, Queued, On hold and Posting, by time. */
  upcoming: TweetView[];
  /** Pass it back as `cursor` for the rows after these; null on the last page. */
  nextCursor: string | null;
  /** Posted in the last 24 hours, by time. */
  posted: TweetView[];
  /** Lost their message. */
  unscheduled: TweetView[];
  /** Taken off the schedule by their owner. */
  drafts: TweetView[];
  failed: TweetView[];
  checkNeeded: TweetView[];
  cancelled: TweetView[];
};

/** What a sync found. `rows` names each tweet that was unscheduled, suspected or left unverified. */
export type SyncView = {
  checked: number;
  unscheduled: number;
  suspected: number;
  unverified: number;
  rows: {
    id: string;
    text: string;
    scheduledFor: Date | null;
    verdict: "unscheduled" | "rearmed" | "suspected" | "unverified";
    why: string;
  }[];
  /** Set when something could not be verified: why, in words. */
  notice: Unverified | null;
};
