// What becomes of one person's tweets, as the promises have it and no more: a few fields, no database, no message format.
// Times are milliseconds since the epoch.
import { policy } from "~/domain/policy";

export type State =
  | "draft"
  | "orphaned"
  | "scheduled"
  | "posting"
  | "posted"
  | "failed"
  | "checkNeeded"
  | "cancelled";

/** What X does with the next post of a tweet. */
export type Mood = "refuses" | "refuses part 2" | "puts it off" | "posts unheard" | "unreadable" | "deaf";

export type ModelTweet = {
  name: string;
  parts: number;
  state: State;
  revision: number;
  /** How often it was written: what its text says. */
  draft: number;
  dueMs: number;
  /** X has put it off until then, or its owner's word lets it go on then. */
  notBeforeMs: number | null;
  /** At QStash: none was published, it waits, somebody deleted it, QStash lost it. */
  message: "none" | "waits" | "deleted" | "lost";
  /** When it was first found missing. */
  struckMs: number | null;
  /** Posts that stand at X. */
  posts: number;
  startedMs: number | null;
  isRolledBack: boolean;
  heldUntilMs: number | null;
  mood: Mood | null;
  /** Posting: until when its worker holds it, and whether X had it when that worker died. */
  leaseMs: number;
  stopAsked: boolean;
  nextLookMs: number | null;
};

export type Model = {
  nowMs: number;
  tweets: Map<string, ModelTweet>;
  /** QStash loses the next message that it is given. */
  losesNext: boolean;
  /** Sentences of the story so far. */
  steps: number;
};

export const emptyModel = (nowMs: number): Model => ({
  nowMs,
  tweets: new Map(),
  losesNext: false,
  steps: 0,
});

const second = 1000;
const hour = 3600 * second;

/** How long everything may take. */
export const promised = {
  horizonMs: policy.arm.horizonMs,
  marginMs: policy.evidence.marginMs,
  graceMs: policy.evidence.graceMs,
  strikeMs: policy.evidence.strikeMs,
  leaseMs: policy.publish.leaseMs,
  lateMs: policy.schedule.defaultLatenessLimitS * second,
  threadMs: policy.publish.threadLimitMs,
  earlyMs: policy.delivery.earlyWaitMs,
  firstLookMs: policy.settle.unconfirmedLooksMs[0] ?? 0,
  /** X's limit, as the stories have it. */
  limitMs: 90 * second,
};

export function newTweet(name: string, parts: number, dueMs: number): ModelTweet {
  return {
    ...{ name, parts, state: "scheduled", revision: 1, draft: 1, dueMs, notBeforeMs: null, message: "none" },
    ...{ struckMs: null, posts: 0, startedMs: null, isRolledBack: false, heldUntilMs: null, mood: null },
    ...{ leaseMs: 0, stopAsked: false, nextLookMs: null },
  };
}

/** What the page says. */
export function shownState(model: Model, tweet: ModelTweet): string {
  if (tweet.state === "orphaned") return "unscheduled";
  if (tweet.state !== "scheduled") return tweet.state;
  // One that ends before its time holds up nothing.
  if (isHeld(model, tweet) && (tweet.heldUntilMs ?? 0) > tweet.dueMs) return "onHold";
  return tweet.message === "none" ? "pending" : "queued";
}

const isHeld = ({ nowMs }: Model, { heldUntilMs }: ModelTweet) => heldUntilMs !== null && heldUntilMs > nowMs;

/** Gives it a message, where it may have one. */
export function arm(model: Model, tweet: ModelTweet): void {
  if (tweet.state !== "scheduled" || tweet.dueMs > model.nowMs + promised.horizonMs) return;
  tweet.message = model.losesNext ? "lost" : "waits";
  model.losesNext = false;
  tweet.struckMs = null;
}

function dropMessage(tweet: ModelTweet): void {
  tweet.message = "none";
  tweet.struckMs = null;
}

/** A command of its owner's: the revision rises, and its message is another. */
export function change(model: Model, tweet: ModelTweet, changes: Partial<ModelTweet>): void {
  Object.assign(tweet, changes, { revision: tweet.revision + 1, stopAsked: false });
  dropMessage(tweet);
  arm(model, tweet);
}

function orphan(tweet: ModelTweet): void {
  Object.assign(tweet, { state: "orphaned", revision: tweet.revision + 1 });
  dropMessage(tweet);
}

function isLate({ nowMs }: Model, { dueMs, startedMs }: ModelTweet): boolean {
  return nowMs > (startedMs === null ? dueMs + promised.lateMs : startedMs + promised.threadMs);
}

const readyMs = ({ dueMs, notBeforeMs }: ModelTweet) => Math.max(dueMs, notBeforeMs ?? 0);

/** Whether a delivery of its present message makes it go out now. */
export function goesOut(model: Model, tweet: ModelTweet): boolean {
  const isReady = readyMs(tweet) - model.nowMs <= promised.earlyMs;
  return tweet.state === "scheduled" && isReady && !isLate(model, tweet) && !isHeld(model, tweet);
}

/** A delivery of its present revision. */
export function deliver(model: Model, tweet: ModelTweet): void {
  if (tweet.state !== "scheduled") return;
  if (isLate(model, tweet)) fail(tweet);
  else if (goesOut(model, tweet)) publish(model, tweet);
}

function fail(tweet: ModelTweet): void {
  tweet.state = "failed";
  dropMessage(tweet);
}

function publish(model: Model, tweet: ModelTweet): void {
  const { mood } = tweet;
  tweet.mood = null;
  dropMessage(tweet);
  switch (mood) {
    case "refuses":
      fail(tweet);
      break;
    case "refuses part 2":
      Object.assign(tweet, { posts: 1, startedMs: tweet.startedMs ?? model.nowMs });
      fail(tweet);
      break;
    case "puts it off": {
      const untilMs = model.nowMs + promised.limitMs;
      Object.assign(tweet, { heldUntilMs: untilMs, notBeforeMs: untilMs });
      arm(model, tweet);
      break;
    }
    case "unreadable":
    case "deaf":
      // For half an hour Roost looks for it in vain; then its owner is asked.
      tweet.posts = mood === "unreadable" ? 1 : 0;
      tweet.state = "checkNeeded";
      tweet.nextLookMs = null;
      break;
    case "posts unheard":
    case null:
      Object.assign(tweet, { state: "posted", posts: tweet.parts });
  }
}

/** What the minute's pass does with one tweet. */
export function sweep(model: Model, tweet: ModelTweet): void {
  const { nowMs } = model;
  endHold(model, tweet);
  if (tweet.state === "posting" && tweet.leaseMs <= nowMs) settle(model, tweet);
  else if (tweet.state === "checkNeeded" && (tweet.nextLookMs ?? nowMs + 1) <= nowMs) lookAgain(model, tweet);
  else if (tweet.state === "scheduled") sweepScheduled(model, tweet);
}

/** What waited on it, and was not put off to its end, gets its turn now. */
function endHold(model: Model, tweet: ModelTweet): void {
  const { heldUntilMs, notBeforeMs } = tweet;
  if (heldUntilMs === null || isHeld(model, tweet)) return;
  tweet.heldUntilMs = null;
  const isWaiting = tweet.state === "scheduled" && tweet.dueMs <= model.nowMs && !isLate(model, tweet);
  if (!isWaiting || (notBeforeMs !== null && notBeforeMs >= heldUntilMs)) return;
  tweet.notBeforeMs = model.nowMs;
  dropMessage(tweet);
  arm(model, tweet);
}

/** Its worker died. */
function settle(model: Model, tweet: ModelTweet): void {
  if (tweet.posts > 0) tweet.state = "posted";
  else if (tweet.stopAsked) fail(tweet);
  else {
    Object.assign(tweet, { state: "scheduled", notBeforeMs: model.nowMs });
    deliver(model, tweet);
  }
}

function lookAgain(model: Model, tweet: ModelTweet): void {
  if (tweet.posts > 0) tweet.state = "posted";
  else tweet.nextLookMs = model.nowMs + hour;
}

function sweepScheduled(model: Model, tweet: ModelTweet): void {
  const { nowMs } = model;
  const pastGrace = (atMs: number) => nowMs > atMs + promised.graceMs;
  if (pastGrace(readyMs(tweet)) || (pastGrace(tweet.dueMs) && isLate(model, tweet))) {
    if (isHeld(model, tweet) && !isLate(model, tweet)) return;
    if (tweet.message === "deleted" && tweet.startedMs === null) orphan(tweet);
    else deliver(model, tweet);
  } else if (tweet.message === "none") arm(model, tweet);
  else if (tweet.struckMs !== null && nowMs >= tweet.struckMs + promised.strikeMs) check(model, tweet);
}

/** What the check of every message does with one tweet. */
export function check(model: Model, tweet: ModelTweet): void {
  const { nowMs } = model;
  if (tweet.state !== "scheduled" || tweet.dueMs <= nowMs + promised.marginMs) return;
  switch (tweet.message) {
    case "deleted":
      orphan(tweet);
      break;
    case "lost":
      if (tweet.struckMs === null) tweet.struckMs = nowMs;
      else if (nowMs >= tweet.struckMs + promised.strikeMs) orphan(tweet);
      break;
    case "waits":
      tweet.struckMs = null;
      break;
    case "none":
  }
}
