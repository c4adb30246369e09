import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForgotten, meaningOfUpload, processingStep, uploadStep } from "~/domain/media-upload";
import { policy } from "~/domain/policy";

const { expiryMarginMs, maxProcessingMs, minWaitMs, maxWaitMs, usualWaitMs } = policy.upload;
const nowMs = 1_700_000_000_000;
const kept = { xMediaId: "1", xExpiresAtMs: nowMs + expiryMarginMs + 1 };

describe("what X's copy of a file still needs", () => {
  it("nothing when it is ready, an end when X has its bytes, else an upload", () => {
    expect(uploadStep({ ...kept, xState: "READY" }, nowMs, policy)).toBe("use");
    expect(uploadStep({ ...kept, xState: "UPLOADED" }, nowMs, policy)).toBe("finish");
    for (const xState of ["FAILED", null, "other"]) {
      expect(uploadStep({ ...kept, xState }, nowMs, policy)).toBe("upload");
    }
  });

  it("an upload when X would forget it too soon, or does not say when", () => {
    for (const xExpiresAtMs of [nowMs + expiryMarginMs, nowMs - 1, null]) {
      for (const xState of ["READY", "UPLOADED"]) {
        expect(uploadStep({ xMediaId: "1", xState, xExpiresAtMs }, nowMs, policy)).toBe("upload");
      }
    }
  });
});

describe("how far X is with a file", () => {
  const at = (state: string, changes: object = {}, sinceMs = nowMs) =>
    processingStep(
      { state, checkAfterMs: null, percent: null, error: "", ...changes },
      sinceMs,
      nowMs,
      policy,
    );

  it("what needs no processing, or has succeeded, is ready, however long it took", () => {
    expect(processingStep(null, 0, nowMs, policy)).toEqual({ kind: "ready" });
    expect(at("succeeded", {}, 0)).toEqual({ kind: "ready" });
  });

  it("what failed says why, in X's words where it gave any", () => {
    expect(at("failed", { error: "InvalidMedia: no" })).toEqual({
      kind: "failed",
      detail: "InvalidMedia: no",
    });
    expect(at("failed")).toEqual({ kind: "failed", detail: expect.stringContaining("did not say why") });
  });

  it("anything else is waited for as X says, within bounds, and not for ever", () => {
    expect(at("pending")).toEqual({ kind: "wait", ms: usualWaitMs });
    expect(at("in_progress", { checkAfterMs: 7000 })).toEqual({ kind: "wait", ms: 7000 });
    expect(at("a new state", { checkAfterMs: 0 })).toEqual({ kind: "wait", ms: minWaitMs });
    expect(at("pending", { checkAfterMs: 3_600_000 })).toEqual({ kind: "wait", ms: maxWaitMs });
    expect(at("pending", {}, nowMs - maxProcessingMs)).toMatchObject({ kind: "failed" });
  });

  it("a lease outlasts any wait, and a piece with its second try", () => {
    expect(maxWaitMs).toBeLessThan(policy.publish.leaseMs);
    expect(2 * policy.upload.callTimeoutMs + policy.tokens.callTimeoutMs).toBeLessThan(
      policy.publish.leaseMs,
    );
  });

  it("the largest file fits into the pieces that X takes", () => {
    expect(policy.upload.chunkBytes).toBeLessThanOrEqual(5 * 1024 * 1024);
    expect(policy.media.maxBytes.VIDEO / policy.upload.chunkBytes).toBeLessThanOrEqual(1000);
  });
});

describe("what X's answer about a file means", () => {
  const response = (status: number, detail = "", problem = "") =>
    ({ kind: "response", status, detail, problem, limitOf: "account", resetAtMs: 5 }) as const;

  it("nothing is ever in doubt, and no post is ever said to be made", () => {
    const statuses = fc.integer({ min: 200, max: 599 });
    fc.assert(
      fc.property(statuses, fc.string(), fc.string(), (status, detail, problem) => {
        expect(["later", "expired", "refused"]).toContain(
          meaningOfUpload(response(status, detail, problem)).kind,
        );
      }),
    );
    expect(meaningOfUpload({ kind: "noAnswer", detail: "cut" })).toMatchObject({
      kind: "later",
      detail: "cut",
    });
    expect(meaningOfUpload({ kind: "noConnection", detail: "gone" })).toMatchObject({ kind: "later" });
  });

  it("a refusal is about the file; a limit of uploads holds no account, credits and sign-in do", () => {
    expect(meaningOfUpload(response(400, "no"))).toEqual({ kind: "refused", failure: "media", detail: "no" });
    expect(meaningOfUpload(response(403, "no"))).toMatchObject({ kind: "refused", failure: "media" });
    expect(meaningOfUpload(response(429))).toMatchObject({ kind: "later", untilMs: 5, hold: null });
    expect(meaningOfUpload(response(402))).toMatchObject({ kind: "later", hold: { reason: "noCredits" } });
    expect(meaningOfUpload(response(401))).toMatchObject({ kind: "expired" });
  });

  it("X's words for a file that it does not know are understood, others are not taken for them", () => {
    for (const detail of ["BadRequest: Not found", "Your media IDs are invalid.", "The media has expired."]) {
      expect(isForgotten({ status: 400, detail })).toBe(true);
      expect(isForgotten({ status: 403, detail })).toBe(false);
    }
    expect(isForgotten({ status: 404, detail: "" })).toBe(true);
    expect(isForgotten({ status: 400, detail: "media type unrecognized." })).toBe(false);
  });
});
