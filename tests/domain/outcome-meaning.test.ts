import { describe, expect, it } from "vitest";
import { meaningOf, type XAnswer } from "~/domain/outcome";

const resetAtMs = Date.UTC(2026, 10, 22, 12, 15);

type Response = Extract<XAnswer, { kind: "response" }>;
const response = (status: number, changes: Partial<Response> = {}): Response => ({
  kind: "response",
  status,
  detail: "X's own words",
  problem: "about:blank",
  limitOf: "account",
  resetAtMs: null,
  ...changes,
});

describe("what X surely posted", () => {
  it("a 201 with an id is posted under that id", () => {
    expect(meaningOf({ kind: "created", id: "1990000000000000001" })).toEqual({
      kind: "posted",
      id: "1990000000000000001",
    });
  });
});

describe("what X may have posted is unknown, and never sent again blindly", () => {
  it.each([200, 201, 202, 204])("%i without an id", (status) => {
    expect(meaningOf(response(status))).toEqual({ kind: "unknown", detail: "X's own words" });
  });

  it.each([500, 502, 503, 504, 520, 599])("%i", (status) => {
    expect(meaningOf(response(status, { resetAtMs }))).toEqual({ kind: "unknown", detail: "X's own words" });
  });

  it.each([301, 302, 307, 308, 408])("%i, which does not say whether it was made", (status) => {
    expect(meaningOf(response(status)).kind).toBe("unknown");
  });

  it("a 5xx that speaks of a duplicate", () => {
    expect(meaningOf(response(503, { detail: "duplicate content" })).kind).toBe("unknown");
  });

  it("a time-out after sending, or a cut answer", () => {
    const answer: XAnswer = { kind: "noAnswer", detail: "X did not answer in time." };
    expect(meaningOf(answer)).toEqual({ kind: "unknown", detail: answer.detail });
  });
});

describe("what X surely did not post may be sent later", () => {
  it("no connection: later, nothing in doubt, and nothing else is held", () => {
    const answer: XAnswer = { kind: "noConnection", detail: "X could not be reached (ECONNREFUSED)." };
    expect(meaningOf(answer)).toEqual({ kind: "later", untilMs: null, hold: null, detail: answer.detail });
  });

  it("402 holds the whole app for want of credits", () => {
    expect(meaningOf(response(402, { problem: "credits" }))).toEqual({
      kind: "later",
      untilMs: null,
      hold: { scope: "app", reason: "noCredits" },
      detail: "X's own words",
    });
  });

  it("429 by the app's own cap holds the whole app, for every account", () => {
    expect(meaningOf(response(429, { limitOf: "app", resetAtMs }))).toMatchObject({
      kind: "later",
      untilMs: resetAtMs,
      hold: { scope: "app", reason: "rateLimit" },
    });
  });

  it("403 about the app's enrolment holds the app: no account can mend it by connecting again", () => {
    expect(meaningOf(response(403, { problem: "client-forbidden" }))).toMatchObject({
      kind: "later",
      hold: { scope: "app", reason: "badApp" },
    });
  });

  it.each([resetAtMs, null])("429 holds the account until the limit's reset (%s)", (until) => {
    expect(meaningOf(response(429, { resetAtMs: until }))).toEqual({
      kind: "later",
      untilMs: until,
      hold: { scope: "account", reason: "rateLimit" },
      detail: "X's own words",
    });
  });

  it.each([
    "Your account is suspended and is not permitted to access this feature.",
    "To protect our users from spam, this account is temporarily locked.",
    "Your client app is missing the tweet.write scope.",
    "OAuth2 scope tweet.write is required.",
    "This account has been deactivated.",
  ])("403 about the account holds the account until it is repaired: %s", (detail) => {
    expect(meaningOf(response(403, { detail }))).toEqual({
      kind: "later",
      untilMs: null,
      hold: { scope: "account", reason: "reconnect" },
      detail,
    });
  });
});

describe("what a new token may mend", () => {
  it("401 means that the token has expired, not that anything failed", () => {
    expect(meaningOf(response(401))).toEqual({ kind: "expired", detail: "X's own words" });
  });
});

describe("what X refuses is FAILED, with X's own words", () => {
  it.each([
    "You are not allowed to create a Tweet with duplicate content.",
    "You already said that: DUPLICATE CONTENT.",
  ])("403 as a duplicate: %s", (detail) => {
    expect(meaningOf(response(403, { detail }))).toEqual({ kind: "refused", failure: "duplicate", detail });
  });

  it.each([
    "You are not permitted to perform this action.",
    "You have been blocked from replying to the author of this post.",
    "Reply to this conversation is not allowed because you have not been mentioned by the author.",
  ])("403 for another reason: %s", (detail) => {
    expect(meaningOf(response(403, { detail }))).toEqual({ kind: "refused", failure: "refused", detail });
  });

  it("400, whatever its words speak of", () => {
    for (const detail of ["One or more parameters to your request was invalid.", "duplicate content"]) {
      const meaning = meaningOf(response(400, { detail, problem: "invalid-request" }));
      expect(meaning).toEqual({ kind: "refused", failure: "refused", detail });
    }
  });
});
