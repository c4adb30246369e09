import { describe } from "vitest";
import { policy } from "~/domain/policy";
import type { Reconcilable } from "~/domain/reconcile";
import {
  graceMs,
  miss,
  none,
  nowMs,
  overdueBatchMs,
  publish,
  testEveryCell,
  unscheduleRemoved,
} from "./reconcile-cases";

const overdue: Partial<Reconcilable> = { scheduledForMs: nowMs - graceMs - 1 };
const unlessRemoved = { REMOVED: unscheduleRemoved };

const limitS = 3600;
const atLimit = { scheduledForMs: nowMs - limitS * 1000, latenessLimitS: limitS };
const pastLimit = { scheduledForMs: nowMs - limitS * 1000 - 1, latenessLimitS: limitS };

const threadLimitMs = policy.publish.threadLimitMs;
const started = { ...pastLimit, startedAtMs: nowMs - threadLimitMs };

describe("a thread whose first part is out goes on, whatever became of its message", () => {
  testEveryCell([
    { name: "past its tweet's limit", tweet: started, batchMs: overdueBatchMs, always: publish },
    {
      name: "put off until long ahead",
      tweet: { ...started, nextAttemptAtMs: nowMs + 3_600_000 },
      batchMs: overdueBatchMs,
      always: none,
    },
    {
      name: "a millisecond past the limit of a thread",
      tweet: { ...started, startedAtMs: nowMs - threadLimitMs - 1 },
      batchMs: overdueBatchMs,
      always: miss,
    },
  ]);
});

describe("a tweet that may go out however late does", () => {
  const everLate = { scheduledForMs: nowMs - 365 * 24 * 3_600_000, latenessLimitS: null };
  testEveryCell([
    { name: "a year late", tweet: everLate, batchMs: null, always: publish },
    { name: "a year late, unarmed", tweet: { ...everLate, isArmed: false }, batchMs: null, always: publish },
  ]);
});

describe("an overdue armed tweet goes out, unless one quick batch said that its owner took it out", () => {
  testEveryCell([
    { name: "no evidence batch", tweet: overdue, always: publish },
    { name: "a batch of no time", tweet: overdue, batchMs: 0, always: publish, except: unlessRemoved },
    {
      name: "a batch of exactly two seconds",
      tweet: overdue,
      batchMs: overdueBatchMs,
      always: publish,
      except: unlessRemoved,
    },
    {
      name: "a batch a millisecond longer than two seconds",
      tweet: overdue,
      batchMs: overdueBatchMs + 1,
      always: publish,
    },
    {
      name: "struck long ago",
      tweet: { ...overdue, missingSinceMs: nowMs - 3_600_000 },
      batchMs: overdueBatchMs,
      always: publish,
      except: unlessRemoved,
    },
    {
      name: "put off by X, its next attempt a millisecond past the grace",
      tweet: { scheduledForMs: nowMs - 600_000, nextAttemptAtMs: nowMs - graceMs - 1 },
      batchMs: overdueBatchMs,
      always: publish,
      except: unlessRemoved,
    },
    {
      name: "exactly at its lateness limit",
      tweet: atLimit,
      batchMs: overdueBatchMs,
      always: publish,
      except: unlessRemoved,
    },
  ]);
});

describe("an overdue tweet that was never armed goes out, whatever is said of any message", () => {
  testEveryCell([
    { name: "no evidence batch", tweet: { ...overdue, isArmed: false }, always: publish },
    { name: "a quick batch", tweet: { ...overdue, isArmed: false }, batchMs: 0, always: publish },
    {
      name: "its last arming failed a moment ago",
      tweet: { ...overdue, isArmed: false, armAfterMs: nowMs + 1 },
      always: publish,
    },
    { name: "exactly at its lateness limit", tweet: { ...atLimit, isArmed: false }, always: publish },
  ]);
});

describe("an overdue tweet past its lateness limit never goes out", () => {
  testEveryCell([
    { name: "a millisecond past it", tweet: pastLimit, always: miss },
    {
      name: "a millisecond past it, in a quick batch",
      tweet: pastLimit,
      batchMs: overdueBatchMs,
      always: miss,
      except: unlessRemoved,
    },
    {
      name: "a millisecond past it, in a slow batch",
      tweet: pastLimit,
      batchMs: overdueBatchMs + 1,
      always: miss,
    },
    { name: "never armed", tweet: { ...pastLimit, isArmed: false }, batchMs: 0, always: miss },
    { name: "held all the time", tweet: { ...pastLimit, isHeld: true }, always: miss },
    { name: "never armed and held", tweet: { ...pastLimit, isArmed: false, isHeld: true }, always: miss },
  ]);
});

describe("an overdue tweet on hold waits inside its lateness limit", () => {
  testEveryCell([
    { name: "armed", tweet: { ...overdue, isHeld: true }, always: none },
    {
      name: "armed, in a quick batch",
      tweet: { ...overdue, isHeld: true },
      batchMs: overdueBatchMs,
      always: none,
      except: unlessRemoved,
    },
    { name: "never armed", tweet: { ...overdue, isArmed: false, isHeld: true }, batchMs: 0, always: none },
    { name: "exactly at its lateness limit", tweet: { ...atLimit, isHeld: true }, always: none },
  ]);
});
