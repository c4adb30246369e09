import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { freshPace, type Pace, paceAfter, patienceMs } from "~/domain/upload-pace";

const { uploadPaceBytes, uploadPaceMs, uploadMaxMs } = policy.media;
const secondMs = 1000;

/** For how long an upload goes on that brings so many bytes a second; up to an hour. */
function lastsMs(bytesPerSecond: number): number {
  let pace: Pace = freshPace;
  for (let atMs = 0; atMs < uploadMaxMs; atMs += secondMs) {
    if (patienceMs(pace, policy) < secondMs) return atMs;
    pace = paceAfter(pace, { bytes: bytesPerSecond, waitedMs: secondMs }, policy);
  }
  return uploadMaxMs;
}

describe("an upload", () => {
  test("of a byte a second is waited for no longer than a silent one", () => {
    expect(lastsMs(1)).toBe(uploadPaceMs);
    expect(lastsMs(0)).toBe(uploadPaceMs);
  });

  test("that keeps the pace goes on for as long as it takes", () => {
    const bytesPerSecond = Math.ceil((uploadPaceBytes * secondMs) / uploadPaceMs);
    expect(lastsMs(bytesPerSecond)).toBe(uploadMaxMs);
    expect(lastsMs(bytesPerSecond / 2)).toBe(uploadPaceMs);
  });

  test("that pauses after much has come has its whole patience again", () => {
    const pace = paceAfter(
      { bytes: 1, waitedMs: 20 * secondMs },
      { bytes: uploadPaceBytes, waitedMs: 5 },
      policy,
    );
    expect(patienceMs(pace, policy)).toBe(uploadPaceMs);
  });
});
