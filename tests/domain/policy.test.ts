import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Free QStash, the smallest plan: longest delay, how long it keeps logs, how many retries every plan allows, and how many
 * messages it delivers at once.
 */
const free = { maxDelayMs: 7 * dayMs, logsMs: 3 * dayMs, retries: 3, places: 10 };

describe("the numbers that people are promised", () => {
  it("a tweet may go out an hour late unless its owner chooses otherwise", () => {
    expect(policy.schedule.defaultLatenessLimitS).toBe(3600);
  });

  it("only what is due within 48 hours is armed", () => {
    expect(policy.arm.horizonMs).toBe(48 * hourMs);
  });

  it("an early delivery waits for at most ten seconds", () => {
    expect(policy.delivery.earlyWaitMs).toBe(10 * secondMs);
  });

  it("a part is not sent when more than two seconds passed since it was marked", () => {
    expect(policy.publish.sendDeadlineMs).toBe(2 * secondMs);
  });

  it("without credits one tweet every quarter of an hour goes ahead as a probe", () => {
    expect(policy.publish.probeMs).toBe(15 * minuteMs);
  });

  it("evidence counts for a minute, and for an overdue tweet only from a batch of two seconds", () => {
    expect(policy.evidence.maxAgeMs).toBe(minuteMs);
    expect(policy.evidence.overdueBatchMs).toBe(2 * secondMs);
  });

  it("a missing message is looked at again after half a minute", () => {
    expect(policy.evidence.strikeMs).toBe(30 * secondMs);
  });

  it("the breaker needs more than a fifth and more than ten, within ten minutes", () => {
    expect(policy.breaker).toEqual({ share: 0.2, count: 10, latelyMs: 10 * minuteMs });
  });

  it("a page asks again only about rows with no check in the last three seconds", () => {
    expect(policy.page.freshMs).toBe(3 * secondMs);
  });
});

describe("the numbers fit each other", () => {
  it("inside the horizon every message still has its log, and its delay is accepted with an hour to spare", () => {
    expect(policy.arm.horizonMs).toBeLessThan(free.logsMs);
    expect(policy.arm.horizonMs + hourMs).toBeLessThan(free.maxDelayMs);
  });

  it("what is left of a long flight recorder is well under what it may hold", () => {
    const { firstEntries, lastEntries, maxEntries, maxRead } = policy.history;
    expect(firstEntries + lastEntries + 1).toBeLessThan(maxEntries);
    expect(maxEntries).toBeLessThan(maxRead);
  });

  it("a message's retries are accepted by every plan", () => {
    expect(policy.message.retries).toBeLessThanOrEqual(free.retries);
  });

  it("a lease outlasts a refresh, a call, a second refresh and a second call, each at its time-out", () => {
    const { callTimeoutMs, sendDeadlineMs, leaseMs } = policy.publish;
    const longestMs = 2 * (policy.tokens.callTimeoutMs + callTimeoutMs + sendDeadlineMs);
    expect(leaseMs).toBeGreaterThan(longestMs);
  });

  it("a lease outlasts a piece of a file that goes to X and the next that is read, each at its time-out", () => {
    const { callTimeoutMs, readTimeoutMs } = policy.upload;
    expect(policy.publish.leaseMs).toBeGreaterThan(callTimeoutMs + readTimeoutMs);
  });

  it("QStash waits for a delivery longer than one call to X may take, with an early wait and a refresh", () => {
    const longestMs =
      policy.delivery.earlyWaitMs + 2 * (policy.tokens.callTimeoutMs + policy.publish.callTimeoutMs);
    expect(policy.message.timeoutS * secondMs).toBeGreaterThanOrEqual(longestMs);
  });

  it("QStash has given up on a message before its tweet's lateness limit, even when no delivery is answered", () => {
    const attempts = policy.message.retries + 1;
    const longestMs = attempts * policy.message.timeoutS * secondMs;
    expect(longestMs).toBeLessThan(policy.schedule.defaultLatenessLimitS * secondMs);
  });

  it("a log call never asks for a whole page of ids, so that one row for each is not taken for a cut page", () => {
    expect(policy.evidence.idsPerLogCall).toBeLessThan(policy.evidence.logPageRows);
  });

  it("nothing is unscheduled by evidence that may be older than the time left until it is due", () => {
    expect(policy.evidence.marginMs).toBeGreaterThanOrEqual(policy.evidence.maxAgeMs);
  });

  it("with QStash down a tweet is out within a sweep a minute and the grace: 90 seconds", () => {
    expect(minuteMs + policy.evidence.graceMs).toBeLessThanOrEqual(90 * secondMs);
  });

  it("a page answers within two seconds with QStash down, a press of the button within ten", () => {
    expect(policy.page.budgetMs).toBeLessThan(2 * secondMs);
    expect(policy.sync.budgetMs).toBeLessThan(10 * secondMs);
  });

  it("a failed arming comes back before its tweet is late, and sooner at first than at last", () => {
    const { firstRetryMs, maxRetryMs, retryJitter } = policy.arm;
    expect(firstRetryMs).toBeLessThan(maxRetryMs);
    expect(maxRetryMs * (1 + retryJitter)).toBeLessThan(policy.schedule.defaultLatenessLimitS * secondMs);
  });

  it("one account never takes the whole of a sweep's pool, nor does one person with many", () => {
    const { publishPerAccount, publishPerPerson, publishParallelism } = policy.sweep;
    expect(publishPerAccount).toBeLessThan(publishPerPerson);
    expect(publishPerPerson).toBeLessThan(publishParallelism);
  });

  it("of the places that the smallest plan of QStash has for everybody, no account takes more than a fifth", () => {
    expect(5 * policy.message.accountParallelism).toBeLessThanOrEqual(free.places);
  });

  it("a long publication leaves its place before the sweep takes what waits behind it", () => {
    expect(policy.delivery.placeMs).toBeLessThan(policy.evidence.graceMs);
  });

  it("of what goes on without a place, one account never takes all, nor does one person with many", () => {
    const { placeless, placelessPerPerson, placelessPerAccount } = policy.delivery;
    expect(placelessPerAccount).toBeLessThan(placelessPerPerson);
    expect(placelessPerPerson).toBeLessThan(placeless);
  });

  it("a token that is refreshed ahead outlives the lease of the publication that uses it", () => {
    expect(policy.tokens.refreshAheadMs).toBeGreaterThan(policy.publish.leaseMs);
  });
});

describe("every number", () => {
  const leaves = Object.values(policy).flatMap((group) => Object.entries(group));

  it.each(leaves.filter(([, value]) => typeof value === "number"))("%s is above zero", (_, value) => {
    expect(value).toBeGreaterThan(0);
  });

  const inMs = leaves.filter(([name]) => name.endsWith("Ms"));
  it.each(inMs.flatMap(([name, value]) => [value].flat().map((one) => [name, one])))(
    "%s is in whole milliseconds",
    (_, value) => {
      expect(Number.isInteger(value)).toBe(true);
    },
  );
});
