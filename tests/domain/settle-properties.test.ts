// Any row of looks, at any times, by any clock: what was seen before something is sent again.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { decideSettle, type Look, type Settlement, type Settling } from "~/domain/settle";

const { betweenReadsMs, afterDeadlineMs, clockSkewMs, giveUpMs } = policy.settle;
const deadlineMs = Date.UTC(2026, 10, 22, 9);

type Seen = { atMs: number; look: Look };

/** A look that comes when it was due, early, or late; and what X's clock said. */
const step = fc.record({
  kind: fc.constantFrom<Look["kind"][]>("absent", "absent", "absent", "failed", "alike", "found"),
  awayMs: fc.oneof(fc.constant(0), fc.integer({ min: -200_000, max: 200_000 })),
  xAheadMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: -2 * clockSkewMs, max: 2 * clockSkewMs }),
    fc.constant(null),
  ),
});

function lookOf(kind: Look["kind"], xNowMs: number | null): Look {
  if (kind === "found") return { kind, xId: "1" };
  return kind === "absent" ? { kind, xNowMs } : { kind };
}

/** Plays looks until something else is decided. Returns all that were seen, and the end. */
function play(
  start: Settling,
  firstMs: number,
  steps: { kind: Look["kind"]; awayMs: number; xAheadMs: number | null }[],
): { seen: Seen[]; end: Settlement } {
  const seen: Seen[] = [];
  let settling = start;
  let end: Settlement = { kind: "lookAgain", atMs: firstMs, absentSinceMs: null, failedLooks: 0 };
  for (const { kind, awayMs, xAheadMs } of steps) {
    if (end.kind !== "lookAgain") break;
    const atMs = end.atMs + awayMs;
    const xNowMs = xAheadMs === null ? null : atMs + xAheadMs;
    const look = lookOf(kind, xNowMs);
    seen.push({ atMs, look });
    end = decideSettle(settling, look, atMs, policy);
    if (end.kind === "lookAgain") settling = { ...settling, ...end };
  }
  return { seen, end };
}

const start = fc.record<Settling>({
  deadlineMs: fc.constant(deadlineMs),
  sinceMs: fc.integer({ min: deadlineMs - 15_000, max: deadlineMs + giveUpMs }),
  absentSinceMs: fc.constant(null),
  failedLooks: fc.constant(0),
  mayResend: fc.boolean(),
});
const firstMs = fc.integer({ min: deadlineMs - 12_000, max: deadlineMs + 2 * giveUpMs });

const isBelieved = ({ atMs, look }: Seen) =>
  look.kind === "absent" && look.xNowMs !== null && Math.abs(look.xNowMs - atMs) <= clockSkewMs;

describe("whatever X shows, and whenever", () => {
  it("nothing is sent again but after two complete reads without it, 30 s apart, the last 120 s after the deadline and the other 90 s, by the right clock, with none between that may show it, and once", () => {
    fc.assert(
      fc.property(start, firstMs, fc.array(step, { maxLength: 20 }), (settling, atMs, steps) => {
        const { seen, end } = play(settling, atMs, steps);
        if (end.kind !== "resend") return;
        const last = seen.at(-1);
        const countsFromMs = deadlineMs + afterDeadlineMs - betweenReadsMs;
        if (!last) throw new Error("sent again unseen");
        expect(settling.mayResend).toBe(true);
        expect(isBelieved(last)).toBe(true);
        expect(last.atMs).toBeGreaterThanOrEqual(deadlineMs + afterDeadlineMs);
        const isOther = ({ atMs: otherMs }: Seen) =>
          otherMs >= countsFromMs && otherMs <= last.atMs - betweenReadsMs;
        const sinceAlike = seen.slice(seen.findLastIndex(({ look }) => look.kind === "alike") + 1);
        expect(sinceAlike.some((one) => isBelieved(one) && isOther(one))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it("what was found is adopted, and nothing else is", () => {
    fc.assert(
      fc.property(start, firstMs, fc.array(step, { maxLength: 20 }), (settling, atMs, steps) => {
        const { seen, end } = play(settling, atMs, steps);
        expect(end.kind === "adopt").toBe(seen.some(({ look }) => look.kind === "found"));
      }),
    );
  });

  it("it comes to an end: looks that come in time are few, and none is due in the past", () => {
    const inTime = step.map((one) => ({ ...one, awayMs: 0 }));
    fc.assert(
      fc.property(
        start,
        firstMs,
        fc.array(inTime, { minLength: 40, maxLength: 40 }),
        (settling, atMs, steps) => {
          const { seen, end } = play(settling, atMs, steps);
          expect(end.kind).not.toBe("lookAgain");
          expect(seen.length).toBeLessThan(30);
          for (const [index, { atMs: nowMs }] of seen.entries()) {
            expect(nowMs).toBeGreaterThan(seen[index - 1]?.atMs ?? 0);
          }
        },
      ),
    );
  });
});
