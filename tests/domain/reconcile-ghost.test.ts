import { describe, expect, it } from "vitest";
import { type GhostCandidate, isGhost } from "~/domain/reconcile";
import { verdicts } from "./reconcile-cases";

const ghost = (changes: Partial<GhostCandidate> = {}): GhostCandidate => ({
  verdict: { kind: "ALIVE" },
  carriesOurLabel: true,
  messageRevision: 2,
  tweetRevision: 3,
  isTweetScheduled: true,
  isCurrentMessage: false,
  ...changes,
});

describe("a message is cancelled as a ghost", () => {
  it("when its tweet is at a higher revision", () => {
    expect(isGhost(ghost())).toBe(true);
  });

  it("when its tweet is no longer scheduled, at whatever revision", () => {
    expect(isGhost(ghost({ isTweetScheduled: false }))).toBe(true);
    expect(isGhost(ghost({ isTweetScheduled: false, tweetRevision: 2 }))).toBe(true);
  });
});

describe("a message is never cancelled as a ghost", () => {
  const others = Object.values(verdicts).filter((verdict) => verdict !== null && verdict.kind !== "ALIVE");
  it.each(others)("when its verdict is $kind", (verdict) => {
    expect(isGhost(ghost({ verdict }))).toBe(false);
    expect(isGhost(ghost({ verdict, isTweetScheduled: false }))).toBe(false);
  });

  it("when its label names another installation, or none", () => {
    expect(isGhost(ghost({ carriesOurLabel: false }))).toBe(false);
    expect(isGhost(ghost({ carriesOurLabel: false, isTweetScheduled: false }))).toBe(false);
  });

  it("when it serves its tweet's present revision", () => {
    expect(isGhost(ghost({ tweetRevision: 2 }))).toBe(false);
  });

  it("when its tweet is at a lower revision, as after a restored backup", () => {
    expect(isGhost(ghost({ tweetRevision: 1 }))).toBe(false);
  });

  it("when its tweet names it as the current one", () => {
    expect(isGhost(ghost({ isCurrentMessage: true }))).toBe(false);
    expect(isGhost(ghost({ isCurrentMessage: true, isTweetScheduled: false }))).toBe(false);
  });
});
