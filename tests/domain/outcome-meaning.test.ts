import { describe, expect, it } from "vitest";
import type { TokenTrouble, XAnswer } from "~/domain/outcome";
import * as outcome from "~/domain/outcome";

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

/** What it means where nothing before it was in doubt. */
const meaningOf = (answer: XAnswer | TokenTrouble) => outcome.meaningOf(answer, { afterUnknown: false });

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

  it.each([400, 403, 404, 413])(
    "%i with a page of whatever stands before X: X has refused nothing",
    (status) => {
      const detail = "Just a moment...";
      expect(meaningOf(response(status, { isPage: true, detail }))).toEqual({
        kind: "later",
        untilMs: null,
        hold: null,
        detail,
      });
    },
  );

  it("402 holds the whole app for want of credits", () => {
    expect(meaningOf(response(402, { problem: "credits" }))).toEqual({
      kind: "later",
      untilMs: null,
      hold: { scope: "app", reason: "noCredits", end: "probe" },
      detail: "X's own words",
    });
  });

  it("429 by the app's own cap holds the whole app, for every account", () => {
    expect(meaningOf(response(429, { limitOf: "app", resetAtMs }))).toMatchObject({
      kind: "later",
      untilMs: resetAtMs,
      hold: { scope: "app", reason: "rateLimit", end: "reset" },
    });
  });

  it("403 about the app's enrolment holds the app: no account can mend it by connecting again", () => {
    expect(meaningOf(response(403, { problem: "client-forbidden" }))).toMatchObject({
      kind: "later",
      hold: { scope: "app", reason: "badApp", end: "probe" },
    });
  });

  it.each([resetAtMs, null])("429 holds the account until the limit's reset (%s)", (until) => {
    expect(meaningOf(response(429, { resetAtMs: until }))).toEqual({
      kind: "later",
      untilMs: until,
      hold: { scope: "account", reason: "rateLimit", end: "reset" },
      detail: "X's own words",
    });
  });

  it("429 for a plan that is used up has no reset: it waits like one without credits", () => {
    expect(meaningOf(response(429, { problem: "usage-capped" }))).toMatchObject({
      kind: "later",
      hold: { scope: "app", reason: "noCredits", end: "probe" },
    });
  });

  it("420, X's older word for 429, is the same", () => {
    expect(meaningOf(response(420, { resetAtMs }))).toMatchObject({
      kind: "later",
      untilMs: resetAtMs,
      hold: { scope: "account", reason: "rateLimit" },
    });
  });

  it.each([[{ problem: "185" }], [{ detail: "User is over daily status update limit." }]])(
    "403 at the day's cap of the account holds it: %j",
    (changes) => {
      expect(meaningOf(response(403, changes))).toMatchObject({
        kind: "later",
        hold: { scope: "account", reason: "rateLimit" },
      });
    },
  );

  it.each(["261", "416", "453", "unsupported-authentication"])(
    "403 about the app itself (%s) holds the app",
    (problem) => {
      expect(meaningOf(response(403, { problem }))).toMatchObject({
        kind: "later",
        hold: { scope: "app", reason: "badApp" },
      });
    },
  );

  it.each(["64", "326"])("403 with X's old code for the account (%s) holds the account", (problem) => {
    expect(meaningOf(response(403, { problem }))).toMatchObject({
      kind: "later",
      hold: { scope: "account", reason: "reconnect", end: "reconnect" },
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
      hold: { scope: "account", reason: "reconnect", end: "reconnect" },
      detail,
    });
  });
});

describe("what a new token may mend", () => {
  it("401 means that the token has expired, not that anything failed", () => {
    expect(meaningOf(response(401))).toEqual({ kind: "expired", detail: "X's own words" });
  });
});

describe("without a token nothing was sent, so nothing is in doubt", () => {
  it("a refused refresh holds the account until it is connected again", () => {
    expect(meaningOf({ kind: "refreshRefused", detail: "Value passed for the token was invalid." })).toEqual({
      kind: "later",
      untilMs: null,
      hold: { scope: "account", reason: "reconnect", end: "reconnect" },
      detail: "Value passed for the token was invalid.",
    });
  });

  it("an unanswered refresh is tried once more with the same token", () => {
    expect(meaningOf({ kind: "refreshUnanswered", times: 1, detail: "silence" })).toEqual({
      kind: "later",
      untilMs: null,
      hold: null,
      detail: "silence",
    });
  });

  it.each([2, 3, 10])(
    "an unanswered refresh holds the account from the second on (%i), and is still tried",
    (times) => {
      expect(meaningOf({ kind: "refreshUnanswered", times, detail: "silence" })).toMatchObject({
        kind: "later",
        hold: { scope: "account", reason: "reconnect", end: "retry" },
      });
    },
  );

  it("X's no to the app's credentials holds the app and leaves the accounts alone", () => {
    expect(meaningOf({ kind: "appRefused", detail: "Missing valid authorization header" })).toMatchObject({
      kind: "later",
      hold: { scope: "app", reason: "badApp", end: "probe" },
    });
  });
});

describe("a file that X was given", () => {
  const past = { afterUnknown: false };

  it.each([5000, null])("and still processes is waited for by X's own word (%s)", (checkAfterMs) => {
    const meaning = outcome.meaningOf({ kind: "mediaProcessing", checkAfterMs }, past);
    expect(meaning).toEqual({ kind: "wait", ms: checkAfterMs });
  });

  it("and could not process is a failure of the media, with X's own words", () => {
    const meaning = outcome.meaningOf({ kind: "mediaFailed", detail: "file is currently unsupported" }, past);
    expect(meaning).toEqual({ kind: "refused", failure: "media", detail: "file is currently unsupported" });
  });

  it.each([
    [400, "Your media IDs are invalid."],
    [400, "Invalid media_ids: 1234567890"],
    [403, "The media 1234567890 is not valid."],
  ])("and then does not know in a post is a failure of the media: %i %s", (status, detail) => {
    expect(meaningOf(response(status, { detail }))).toEqual({ kind: "refused", failure: "media", detail });
  });
});

describe("after an attempt whose outcome nobody knows", () => {
  const afterUnknown = (answer: XAnswer) => outcome.meaningOf(answer, { afterUnknown: true });

  it.each([
    [{ detail: "You are not allowed to create a Tweet with duplicate content." }],
    [{ problem: "187" }],
  ])("a duplicate is probably the post itself, so it is looked for: %j", (changes) => {
    expect(afterUnknown(response(403, changes)).kind).toBe("unknown");
  });

  it("every other answer means what it means otherwise", () => {
    const others: XAnswer[] = [
      { kind: "created", id: "1" },
      { kind: "noConnection", detail: "refused" },
      { kind: "noAnswer", detail: "silence" },
      ...[200, 400, 401, 402, 403, 404, 420, 429, 500, 503].map((status) => response(status)),
    ];
    for (const answer of others) expect(afterUnknown(answer)).toEqual(meaningOf(answer));
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

  it("403 with X's old code for a duplicate", () => {
    expect(meaningOf(response(403, { problem: "187" }))).toMatchObject({ failure: "duplicate" });
  });

  it.each([404, 405, 409, 410, 413, 415, 422, 451])("%i, which no repetition mends", (status) => {
    expect(meaningOf(response(status))).toMatchObject({ kind: "refused", failure: "refused" });
  });

  it("400, whatever its words speak of", () => {
    for (const detail of ["One or more parameters to your request was invalid.", "duplicate content"]) {
      const meaning = meaningOf(response(400, { detail, problem: "invalid-request" }));
      expect(meaning).toEqual({ kind: "refused", failure: "refused", detail });
    }
  });
});
