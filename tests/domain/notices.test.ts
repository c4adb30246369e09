import { describe, expect, test } from "vitest";
import { bannerWords } from "~/domain/banner-words";
import { isNoticeKind, type Notice, noticeKinds, noticeWords } from "~/domain/notices";

const since = "2026-05-01T10:00:00.000Z";

/** One of each kind; the compiler asks for those that are missing. */
const samples: { [K in Notice["kind"]]: Extract<Notice, { kind: K }>["detail"] } = {
  failed: { failure: "duplicate" },
  missed: { hold: "reconnect" },
  stopped: {},
  halfOut: { failure: "refused" },
  unconfirmed: {},
  orphaned: { reason: "REMOVED" },
  upAfterAll: { from: "CANCELLED" },
  upTwice: { xId: "1234567890" },
  maybeTwice: { words: "new", attemptId: "1" },
  rollbackStuck: { words: "no" },
  reconnect: { since },
  badApp: { since },
  noCredits: { since },
  rateLimit: { since, until: since },
};
const all = noticeKinds.map((kind) => ({ kind, detail: samples[kind] }) as Notice);

describe("what a person is told", () => {
  test.each(all)("of $kind is what happened and what to do, without blame", (notice) => {
    const { title, next, severity, acts } = noticeWords(notice, "mira");
    for (const line of [title, next]) {
      expect(line).toMatch(/^[A-Z@].*\.$/);
      expect(line).not.toMatch(/!|undefined|null|oops|sorry/i);
    }
    expect(next.length).toBeLessThan(110);
    expect(["problem", "warning", "info"]).toContain(severity);
    expect(new Set(acts).size).toBe(acts.length);
  });

  test.each(all.filter(({ kind }) => kind !== "badApp" && kind !== "noCredits"))(
    "of $kind names the account",
    (notice) => {
      expect(noticeWords(notice, "mira").title).toContain("@mira");
      expect(noticeWords(notice, null).title).toContain("an account");
    },
  );

  test("of a failure says which, and of a miss what held it", () => {
    const words = (notice: Notice) => noticeWords(notice, "mira").title;
    expect(words({ kind: "failed", detail: { failure: "duplicate" } })).toMatch(/duplicate/);
    expect(words({ kind: "missed", detail: { hold: "noCredits" } })).toMatch(/no credits/);
    expect(words({ kind: "missed", detail: {} })).toMatch(/lateness limit/);
    expect(words({ kind: "orphaned", detail: { reason: "MISSING" } })).toMatch(/without a trace/);
    expect(words({ kind: "orphaned", detail: { reason: "REMOVED" } })).toMatch(/removed from QStash/);
  });

  test("of what is up after all says whether it is in place of new words, also where an older version told it", () => {
    const inPlaceOfNew = (detail: Extract<Notice, { kind: "upAfterAll" }>["detail"]) =>
      /in place of the new ones/.test(noticeWords({ kind: "upAfterAll", detail }, "mira").title);
    expect(inPlaceOfNew({ from: "PUBLISHING", words: "new" })).toBe(true);
    expect(inPlaceOfNew({ from: "SCHEDULED", words: "same" })).toBe(false);
    expect(inPlaceOfNew({ from: "SCHEDULED" })).toBe(true);
    expect(inPlaceOfNew({ from: "FAILED" })).toBe(false);
  });

  test("of a thread that stopped does not offer to let it go on once its day is over", () => {
    const next = (failure: string) => noticeWords({ kind: "halfOut", detail: { failure } }, "mira").next;
    expect(next("missed")).toBe("Leave it as it is, or delete on X what is out.");
    expect(next("refused")).toMatch(/^Let it go on, leave it as it is, or/);
  });

  test("offers what ends the matter", () => {
    const acts = (notice: Notice) => noticeWords(notice, "mira").acts;
    expect(acts({ kind: "reconnect", detail: { since } })).toEqual(["reconnect", "cancelHeld"]);
    expect(acts({ kind: "missed", detail: {} })).toContain("retryTogether");
    expect(acts({ kind: "unconfirmed", detail: {} })).toContain("sayWhetherUp");
    expect(acts({ kind: "failed", detail: { failure: "refused" } })).toContain("openTweet");
    expect(acts({ kind: "orphaned", detail: { reason: "MISSING" } })).toContain("scheduleAgain");
  });

  test("is known by its kind alone, and a kind of another version is not", () => {
    expect(noticeKinds.every(isNoticeKind)).toBe(true);
    expect(isNoticeKind("somethingNew")).toBe(false);
    expect(isNoticeKind("toString")).toBe(false);
  });
});

describe("the banner", () => {
  test.each(["reconnect", "rateLimit", "noCredits", "badApp", "paused"])(
    "says of %s what ends it and how many tweets wait",
    (reason) => {
      const words = bannerWords(reason, "account", "mira", 3);
      expect(words).toMatchObject({ kind: reason, next: "3 tweets wait for it." });
      expect(words.title).toMatch(/^@mira: .*\.$/);
      expect(words.acts).toContain("cancelHeld");
    },
  );

  test("offers to cancel only where something waits, and nothing for the whole app", () => {
    expect(bannerWords("reconnect", "account", "mira", 0)).toMatchObject({
      acts: ["reconnect"],
      next: "No tweet waits for it now.",
    });
    expect(bannerWords("badApp", "app", null, 1)).toMatchObject({
      acts: [],
      next: "One tweet waits for it.",
    });
  });

  test("shows a reason of another version as a hold", () => {
    expect(bannerWords("moonPhase", "account", "mira", 1)).toMatchObject({
      kind: "held",
      severity: "problem",
    });
  });
});
