import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInForce, mayProbe, nextHold, turnAtMs } from "~/domain/hold";

const now = 1_000_000;
const none = null;

describe("a hold that begins", () => {
  it("where none stands begins now", () => {
    expect(nextHold(none, { reason: "rateLimit", untilMs: now + 5 }, now)).toEqual({
      reason: "rateLimit",
      untilMs: now + 5,
      sinceMs: now,
    });
  });

  it("where the last one has run out begins now, even for the same reason", () => {
    const over = { reason: "rateLimit", untilMs: now, sinceMs: 1 };
    expect(nextHold(over, { reason: "rateLimit", untilMs: now + 5 }, now).sinceMs).toBe(now);
  });
});

describe("a hold that is renewed", () => {
  it("began when it began", () => {
    const present = { reason: "noCredits", untilMs: null, sinceMs: 7 };
    expect(nextHold(present, { reason: "noCredits", untilMs: null }, now)).toEqual(present);
  });

  it("ends at the later of its two ends: an answer that was on its way does not shorten it", () => {
    const present = { reason: "rateLimit", untilMs: now + 100, sinceMs: 7 };
    expect(nextHold(present, { reason: "rateLimit", untilMs: now + 50 }, now).untilMs).toBe(now + 100);
    expect(nextHold(present, { reason: "rateLimit", untilMs: now + 150 }, now).untilMs).toBe(now + 150);
  });

  it("that only its owner can end gets no end by a later doubt", () => {
    const present = { reason: "reconnect", untilMs: null, sinceMs: 7 };
    expect(nextHold(present, { reason: "reconnect", untilMs: now + 50 }, now)).toEqual(present);
  });

  it("counts from now where an older version did not note its beginning", () => {
    const present = { reason: "reconnect", untilMs: null, sinceMs: null };
    expect(nextHold(present, { reason: "reconnect", untilMs: null }, now).sinceMs).toBe(now);
  });
});

describe("a hold for another reason", () => {
  it("that passes does not hide one that only its owner can end", () => {
    const present = { reason: "reconnect", untilMs: null, sinceMs: 7 };
    expect(nextHold(present, { reason: "rateLimit", untilMs: now + 50 }, now)).toEqual(present);
  });

  it("that only its owner can end takes the place of one that passes", () => {
    const present = { reason: "rateLimit", untilMs: now + 50, sinceMs: 7 };
    expect(nextHold(present, { reason: "reconnect", untilMs: null }, now)).toEqual({
      reason: "reconnect",
      untilMs: null,
      sinceMs: now,
    });
  });
});

const end = fc.option(fc.integer({ min: now - 100, max: now + 100 }), { nil: null });
const reason = fc.constantFrom("reconnect", "rateLimit", "noCredits", "badApp") as fc.Arbitrary<
  "reconnect" | "rateLimit" | "noCredits" | "badApp"
>;

it("what is held stays held at least as long, whatever hold comes on top", () => {
  fc.assert(
    fc.property(reason, end, reason, end, (before, beforeEnd, asked, askedEnd) => {
      const present = { reason: before, untilMs: beforeEnd, sinceMs: 1 };
      const hold = nextHold(present, { reason: asked, untilMs: askedEnd }, now);
      if (before === asked && isInForce(beforeEnd, now)) {
        expect(hold.untilMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(beforeEnd ?? now);
      }
      expect(hold.sinceMs).toBeLessThanOrEqual(now);
      if (isInForce(askedEnd, now)) expect(isInForce(hold.untilMs, now)).toBe(true);
    }),
  );
});

describe("a probe", () => {
  it.each([
    [null, false],
    [now + 1, false],
    [now, true],
    [now - 1, true],
  ])("whose turn is at %s goes ahead: %s", (probeAfterMs, goes) => {
    expect(mayProbe(probeAfterMs, now)).toBe(goes);
  });
});

describe("a turn", () => {
  it("is at once where none is given", () => {
    expect(turnAtMs(now, null, 10)).toBe(now);
  });

  it("follows the last that is given, and is never in the past", () => {
    expect(turnAtMs(now, now + 25, 10)).toBe(now + 35);
    expect(turnAtMs(now, now - 500, 10)).toBe(now);
  });
});
