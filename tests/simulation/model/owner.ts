// What its owner may ask of a tweet in the model, and what they are answered.
import { arm, change, type Model, type ModelTweet, newTweet, promised, type State } from "./model";

export type Ask =
  | { kind: "schedule"; inMs: number }
  | { kind: "edit" }
  | { kind: "reschedule"; inMs: number }
  | { kind: "unschedule" }
  | { kind: "cancel" }
  | { kind: "restore" }
  | { kind: "resume" }
  | { kind: "rollBack" }
  | { kind: "resolve"; isUp: boolean };

const whole: Record<Ask["kind"], readonly State[]> = {
  schedule: ["draft", "orphaned", "failed", "cancelled"],
  edit: ["draft", "orphaned", "scheduled", "failed", "cancelled"],
  reschedule: ["scheduled"],
  unschedule: ["scheduled"],
  cancel: ["draft", "orphaned", "scheduled", "failed"],
  restore: ["cancelled"],
  resume: [],
  rollBack: [],
  resolve: ["checkNeeded"],
};

/** A part of it is out. */
const started: Record<Ask["kind"], readonly State[]> = {
  schedule: [],
  edit: ["scheduled", "failed", "cancelled"],
  reschedule: [],
  unschedule: [],
  cancel: ["scheduled", "failed"],
  restore: [],
  resume: ["failed", "cancelled"],
  rollBack: ["scheduled", "failed", "cancelled"],
  resolve: [],
};

/** A tweet that is not there yet. */
export function create(model: Model, name: string, parts: number, inMs: number): string {
  const tweet = newTweet(name, parts, model.nowMs + inMs);
  model.tweets.set(name, tweet);
  arm(model, tweet);
  return "ok";
}

/** @param seen the revision that the page showed. Returns "ok" or the code of the refusal. */
export function askOwner(model: Model, tweet: ModelTweet, ask: Ask, seen: number): string {
  if (seen !== tweet.revision) return "STALE";
  const isStarted = tweet.startedMs !== null;
  if (tweet.isRolledBack || !(isStarted ? started : whole)[ask.kind].includes(tweet.state)) {
    if (ask.kind === "cancel" && tweet.state === "posting") tweet.stopAsked = true;
    return "NOT_ALLOWED";
  }
  const { nowMs } = model;
  switch (ask.kind) {
    case "schedule":
    case "reschedule":
      change(model, tweet, { state: "scheduled", dueMs: nowMs + ask.inMs, notBeforeMs: null });
      return "ok";
    case "edit":
      change(model, tweet, { draft: tweet.draft + 1 });
      return "ok";
    case "unschedule":
    case "restore":
      change(model, tweet, { state: "draft" });
      return "ok";
    case "cancel":
      change(model, tweet, { state: isStarted && tweet.state === "scheduled" ? "failed" : "cancelled" });
      return "ok";
    case "resume":
      if (nowMs > (tweet.startedMs ?? 0) + promised.threadMs) return "TIME_PASSED";
      change(model, tweet, { state: "scheduled", notBeforeMs: nowMs });
      return "ok";
    case "rollBack":
      change(model, tweet, { state: "cancelled", posts: 0, isRolledBack: true });
      return "ok";
    case "resolve":
      tweet.state = ask.isUp ? "posted" : "failed";
      return "ok";
  }
}
