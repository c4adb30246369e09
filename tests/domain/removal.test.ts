import { describe, expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { meaningOfRemoval, nextRemovalMs, type RemovalAnswer } from "~/domain/removal";

const resetAtMs = 5_000_000;
const response = (status: number, isPage = false): RemovalAnswer => ({
  kind: "response",
  status,
  detail: "X's words",
  isPage,
  problem: "about:blank",
  limitOf: "account",
  resetAtMs,
});

describe("what X's answer to a delete call means", () => {
  const rows: [string, RemovalAnswer, ReturnType<typeof meaningOfRemoval>][] = [
    ["deleted", { kind: "gone" }, { kind: "gone" }],
    ["404: X does not have it", response(404), { kind: "gone" }],
    ...[403, 404].map((status): [string, RemovalAnswer, ReturnType<typeof meaningOfRemoval>] => [
      `${status} with a page of whatever stands before X`,
      response(status, true),
      { kind: "later", untilMs: null, detail: "X's words" },
    ]),
    ["401", response(401), { kind: "expired", detail: "X's words" }],
    ["429, until its reset", response(429), { kind: "later", untilMs: resetAtMs, detail: "X's words" }],
    ...[302, 402, 408, 500, 503].map(
      (status): [string, RemovalAnswer, ReturnType<typeof meaningOfRemoval>] => [
        String(status),
        response(status),
        { kind: "later", untilMs: null, detail: "X's words" },
      ],
    ),
    [
      "no connection",
      { kind: "noConnection", detail: "down" },
      { kind: "later", untilMs: null, detail: "down" },
    ],
    [
      "no answer, which may have deleted it",
      { kind: "noAnswer", detail: "silence" },
      { kind: "later", untilMs: null, detail: "silence" },
    ],
    ...[400, 403, 410, 422].map((status): [string, RemovalAnswer, ReturnType<typeof meaningOfRemoval>] => [
      String(status),
      response(status),
      { kind: "refused", detail: "X's words" },
    ]),
  ];

  it.each(rows)("%s", (_, answer, meaning) => {
    expect(meaningOfRemoval(answer)).toEqual(meaning);
  });
});

describe("when a post that could not be deleted is tried again", () => {
  const nowMs = 1_000_000_000;
  const later = { kind: "later", untilMs: null, detail: "" } as const;
  const next = (failures: number, meaning: Parameters<typeof nextRemovalMs>[0] = later, askedAtMs = nowMs) =>
    nextRemovalMs(meaning, { failures, askedAtMs }, nowMs, policy);

  it("doubles its pause up to the longest", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 20].map((failures) => (next(failures) ?? 0) - nowMs);
    expect(pauses.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
    expect(Math.max(...pauses)).toBe(policy.rollBack.maxRetryMs);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });

  it("waits for the time that X names, unless no limit of X's can end then", () => {
    const untilMs = nowMs + policy.publish.longestLimitMs;
    expect(next(1, { ...later, untilMs })).toBe(untilMs);
    expect(next(1, { ...later, untilMs: untilMs + 1 })).toBe(nowMs + policy.rollBack.retryMs);
  });

  it("never comes where X refuses, nor a day after it was asked for", () => {
    expect(next(1, { kind: "refused", detail: "" })).toBeNull();
    expect(next(1, later, nowMs - policy.rollBack.giveUpMs - 1)).toBeNull();
    expect(next(1, later, nowMs - policy.rollBack.giveUpMs)).not.toBeNull();
  });
});
