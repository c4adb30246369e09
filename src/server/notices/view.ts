// What the bell and the banner show: words made at reading, so that they are those of the present version.
import type { BannerWords } from "~/domain/banner-words";
import type { NoticeAct, NoticeKind, Severity } from "~/domain/notices";

export type NoticeView = {
  id: string;
  kind: NoticeKind;
  severity: Severity;
  /** One sentence: what happened. */
  title: string;
  /** One line: what to do. */
  next: string;
  acts: NoticeAct[];
  at: Date;
  isRead: boolean;
  /** Its matter is over: the tweet was posted after all, the account is connected again. Nothing is left to do. */
  isOver: boolean;
  tweetId: string | null;
  /** When that tweet is, or was, to go out by its owner's choice. */
  scheduledFor: Date | null;
  /** How it begins; null where it has no words, or is gone. */
  excerpt: string | null;
  account: { id: string; handle: string } | null;
};

export type NoticeList = {
  /** When this was read: marking all up to here as read leaves out what came later. */
  now: Date;
  notices: NoticeView[];
  /** Pass it back as `cursor` for the older ones; null on the last page. */
  nextCursor: string | null;
  unread: UnreadCount;
};

/** Neither read nor over. `isMore`: there are more than `count`. */
export type UnreadCount = { count: number; isMore: boolean };

/** Something that stops tweets now. It goes away by itself when it is over. */
export type BannerItem = BannerWords & {
  /** Null where it stops the whole app. */
  account: { id: string; handle: string } | null;
  since: Date | null;
  /** When it ends by itself; null where it does not, or nobody knows. */
  until: Date | null;
  /** How many of this person's tweets are on the schedule for a time at which it is in force. */
  waiting: number;
  /** How many of these are threads of which part is out. */
  started: number;
};
