import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { decide, type Reconcilable, type UnknownKind, type Verdict, verdictOf } from "~/domain/reconcile";
import { latestMs } from "~/domain/schedule";
import { type TweetStatus, tweetStatuses } from "~/domain/tweet";
import { graceMs, horizonMs, lookOf, marginMs, none, nowMs, strikeMs } from "./reconcile-cases";

const spanMs = 2 * horizonMs;
const timeMs = fc.oneof(
  fc.integer({ min: nowMs - spanMs, max: nowMs + spanMs }),
  fc.integer({ min: nowMs - 2 * marginMs, max: nowMs + 2 * marginMs }),
);
const maybeTimeMs = fc.option(timeMs);

const unknownKinds: UnknownKind[] = ["timeout", "unauthorized", "rateLimited", "serverError", "unproven"];
const unknown = fc.constantFrom(...unknownKinds).map((why): Verdict => ({ kind: "UNKNOWN", why }));
const known = fc.oneof(
  fc.constantFrom("ALIVE", "OURS", "DELIVERED", "DEAD", "MISSING").map((kind) => ({ kind }) as Verdict),
  fc.boolean().map((isOurs): Verdict => ({ kind: "ASTRAY", isOurs })),
  timeMs.map((removedAtMs): Verdict => ({ kind: "REMOVED", removedAtMs })),
);
const verdict = fc.option(fc.oneof(unknown, known));
const batchMs = fc.option(fc.nat({ max: 2 * policy.evidence.overdueBatchMs }));

const tweet: fc.Arbitrary<Reconcilable> = fc.record({
  status: fc.oneof({ weight: 4, arbitrary: fc.constant("SCHEDULED") }, fc.constantFrom(...tweetStatuses)),
  isArmed: fc.boolean(),
  scheduledForMs: timeMs,
  nextAttemptAtMs: maybeTimeMs,
  armAfterMs: maybeTimeMs,
  leaseUntilMs: maybeTimeMs,
  nextLookAtMs: maybeTimeMs,
  missingSinceMs: maybeTimeMs,
  onMissing: fc.constantFrom("UNSCHEDULE", "REARM"),
  isHeld: fc.boolean(),
  latenessLimitS: fc.option(fc.nat({ max: 86_400 })),
  startedAtMs: maybeTimeMs,
  rollBackAfterMs: maybeTimeMs,
}) as fc.Arbitrary<Reconcilable>;

/** Checks what `decide` answers for any tweet, verdict and batch. */
function always(
  check: (action: ReturnType<typeof decide>, tweet: Reconcilable, verdict: Verdict | null) => void,
  verdicts: fc.Arbitrary<Verdict | null> = verdict,
): void {
  fc.assert(
    fc.property(tweet, verdicts, batchMs, (one, said, tookMs) => {
      check(decide(one, lookOf(said, tookMs), nowMs, policy), one, said);
    }),
    { numRuns: 2000 },
  );
}

describe("whatever a tweet and its message are like", () => {
  it("there is one next action, and only of the kinds that the table knows", () => {
    const kinds = new Set(["none", "arm", "noteChecked", "strike", "unschedule", "rearm", "publish", "miss"]);
    const ofOthers: Partial<Record<TweetStatus, string[]>> = {
      PUBLISHING: ["none", "settle"],
      UNCONFIRMED: ["none", "look"],
      CANCELLED: ["none", "rollBack"],
    };
    always((action, { status }) => {
      expect(ofOthers[status] ?? [...kinds]).toContain(action.kind);
    });
  });

  it("the same question has the same answer, and the asking changes nothing", () => {
    fc.assert(
      fc.property(tweet, verdict, batchMs, (one, said, tookMs) => {
        const before = structuredClone(one);
        const first = decide(one, lookOf(said, tookMs), nowMs, policy);
        expect(decide(one, lookOf(said, tookMs), nowMs, policy)).toEqual(first);
        expect(one).toEqual(before);
      }),
    );
  });

  it("a tweet that is not SCHEDULED is never unscheduled, armed, published or missed", () => {
    always((action, { status }) => {
      if (status !== "SCHEDULED") expect(["none", "settle", "look", "rollBack"]).toContain(action.kind);
    });
  });

  it("only a message that was removed, or missing at two looks, takes a tweet off the schedule", () => {
    always((action, { isArmed, missingSinceMs, scheduledForMs }, said) => {
      if (action.kind !== "unschedule") return;
      expect(isArmed).toBe(true);
      expect(action.reason).toBe(said?.kind);
      if (said?.kind === "REMOVED") return expect(action.removedAtMs).toBe(said.removedAtMs);
      expect(missingSinceMs).toBeLessThanOrEqual(nowMs - strikeMs);
      expect(scheduledForMs).toBeGreaterThan(nowMs + marginMs);
    });
  });

  it("no armed tweet is changed between the margin and the end of its grace", () => {
    always((action, { status, isArmed, scheduledForMs }) => {
      const isClose = scheduledForMs <= nowMs + marginMs && scheduledForMs >= nowMs - graceMs;
      if (status === "SCHEDULED" && isArmed && isClose) expect(action).toEqual(none);
    });
  });

  it("an UNKNOWN verdict changes nothing of an armed tweet before it is due", () => {
    always((action, { status, isArmed, scheduledForMs }) => {
      if (status === "SCHEDULED" && isArmed && scheduledForMs >= nowMs) expect(action).toEqual(none);
    }, unknown);
  });

  it("an UNKNOWN verdict means no more and no less than none at all", () => {
    fc.assert(
      fc.property(tweet, unknown, batchMs, (one, said, tookMs) => {
        const asked = decide(one, lookOf(said, tookMs), nowMs, policy);
        expect(asked).toEqual(decide(one, null, nowMs, policy));
      }),
    );
  });

  it("nothing is published before its time and its next attempt, on hold, or past its lateness limit", () => {
    always((action, { scheduledForMs, nextAttemptAtMs, isHeld, latenessLimitS, startedAtMs }) => {
      if (action.kind !== "publish") return;
      expect(nowMs).toBeGreaterThan(scheduledForMs + graceMs);
      expect(nowMs).toBeGreaterThan((nextAttemptAtMs ?? 0) + graceMs);
      const latest = latestMs({ scheduledForMs, latenessLimitS, startedAtMs }, policy);
      expect(nowMs).toBeLessThanOrEqual(latest ?? nowMs);
      expect(isHeld).toBe(false);
    });
  });

  it("nothing is armed twice, or armed for a time beyond the horizon", () => {
    always((action, { isArmed, scheduledForMs, nextAttemptAtMs }) => {
      if (action.kind !== "arm") return;
      expect(isArmed).toBe(false);
      expect(Math.max(scheduledForMs, nextAttemptAtMs ?? 0)).toBeLessThanOrEqual(nowMs + horizonMs);
    });
  });
});

describe("whatever a message's evidence is like", () => {
  it("a 404 without proof of the token never counts as missing", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.string(), (wasCancelRequested, deliveryUrl) => {
        const context = { deliveryUrl, carriesOurLabel: true, wasCancelRequested, isTokenProven: false };
        expect(verdictOf({ kind: "notFound" }, context)).toEqual({ kind: "UNKNOWN", why: "unproven" });
      }),
    );
  });

  it("a log row of any state is never MISSING, and never REMOVED when we asked for it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), timeMs, (state, url, atMs) => {
        const context = {
          deliveryUrl: url,
          carriesOurLabel: true,
          wasCancelRequested: true,
          isTokenProven: true,
        };
        const { kind } = verdictOf({ kind: "log", state, url, atMs }, context);
        expect(["MISSING", "REMOVED"]).not.toContain(kind);
      }),
    );
  });
});
