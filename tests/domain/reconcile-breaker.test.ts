import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { isBreakerTripped, type Observed } from "~/domain/reconcile";

const { share, count } = policy.breaker;

const tripped = (observed: Partial<Observed>) =>
  isBreakerTripped({ messages: 0, vanished: 0, ghosts: 0, ...observed }, policy);

describe.each(["vanished", "ghosts"] as const)("the breaker, by messages that are %s", (kind) => {
  const manyMessages = (count + 1) / share;

  it("holds at exactly ten, however few were observed", () => {
    expect(tripped({ messages: count, [kind]: count })).toBe(false);
    expect(tripped({ messages: 0, [kind]: count })).toBe(false);
  });

  it("trips at one past ten when they are more than a fifth", () => {
    expect(tripped({ messages: manyMessages - 1, [kind]: count + 1 })).toBe(true);
    expect(tripped({ messages: count + 1, [kind]: count + 1 })).toBe(true);
  });

  it("holds at exactly a fifth, and trips at one past it", () => {
    expect(tripped({ messages: manyMessages, [kind]: count + 1 })).toBe(false);
    expect(tripped({ messages: manyMessages, [kind]: count + 2 })).toBe(true);
    expect(tripped({ messages: 1000, [kind]: 1000 * share })).toBe(false);
    expect(tripped({ messages: 1000, [kind]: 1000 * share + 1 })).toBe(true);
  });
});

describe("the breaker", () => {
  it("is no obstacle to a world where nothing vanished", () => {
    expect(tripped({ messages: 10_000 })).toBe(false);
  });

  it("does not add up what vanished and what haunts: each is held against its own thresholds", () => {
    expect(tripped({ messages: 20, vanished: count, ghosts: count })).toBe(false);
  });

  const amount = fc.nat({ max: 20_000 });
  it("trips for every observation over both thresholds, and for no other", () => {
    fc.assert(
      fc.property(amount, amount, amount, (messages, vanished, ghosts) => {
        const isOver = (seen: number) => seen > 10 && seen * 5 > messages;
        expect(tripped({ messages, vanished, ghosts })).toBe(isOver(vanished) || isOver(ghosts));
      }),
    );
  });
});
