import type { PartView, QueueView, TweetView } from "~/server/tweets/view";

export const account = { id: "a1", handle: "mira", name: "Mira", avatarUrl: null };

/** A queued tweet, changed as a test needs it. */
export function aTweet(changes: Partial<TweetView> = {}): TweetView {
  return {
    id: "t1",
    revision: 1,
    state: "queued",
    account,
    text: "Shipping notes for v2",
    partCount: 1,
    parts: [{ position: 1, text: "Shipping notes for v2", state: "waiting", postUrl: null, media: [] }],
    sendingPart: null,
    started: null,
    atX: null,
    stopRequested: false,
    latenessLimitS: 3600,
    scheduledFor: new Date("2026-11-22T14:30:00Z"),
    publishedAt: null,
    plannedFor: null,
    isLate: false,
    postUrl: null,
    pending: null,
    hold: null,
    holdUntil: null,
    orphan: null,
    failure: null,
    doubt: null,
    checkedAt: null,
    isSuspected: false,
    ...changes,
  };
}

/** A thread of so many parts, in these states. */
export function aThread(states: PartView["state"][], changes: Partial<TweetView> = {}): TweetView {
  const parts = states.map((state, index) => ({
    position: index + 1,
    text: `Part ${index + 1}`,
    state,
    postUrl: state === "out" ? `https://x.com/mira/status/${index + 1}` : null,
    media: [],
  }));
  const outCount = states.filter((state) => state === "out").length;
  const isStarted = outCount > 0 && outCount < states.length;
  const resumeUntil = new Date("2026-11-23T10:00:00Z");
  return aTweet({
    parts,
    partCount: parts.length,
    text: parts.map(({ text }) => text).join("\n\n"),
    started: isStarted ? { outCount, canResume: true, resumeUntil, rollback: null } : null,
    ...changes,
  });
}

/** A queue with nothing in it, changed as a test needs it. */
export function aQueue(changes: Partial<QueueView> = {}): QueueView {
  return {
    now: new Date("2026-11-22T10:42:00Z"),
    truth: { kind: "empty" },
    accounts: [{ ...account, hold: null, pausedAt: null }],
    upcoming: [],
    nextCursor: null,
    posted: [],
    unscheduled: [],
    drafts: [],
    failed: [],
    checkNeeded: [],
    cancelled: [],
    ...changes,
  };
}
