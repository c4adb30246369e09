import { describe, expect, it } from "vitest";
import { bannerWords } from "~/domain/banner-words";
import { failureWords, missedWords } from "~/domain/failure-words";
import { holdWords } from "~/domain/hold-words";
import { noticeWords } from "~/domain/notices";
import type { FailureKind, HoldReason } from "~/domain/outcome";

const failures = {
  duplicate: true,
  refused: true,
  media: true,
  missed: true,
  stopped: true,
  tooManyAttempts: true,
  notPosted: true,
  partlyOut: true,
} satisfies Record<FailureKind, true>;

const holds = {
  reconnect: true,
  rateLimit: true,
  noCredits: true,
  badApp: true,
  paused: true,
} satisfies Record<HoldReason, true>;

const reasonsOfApp = ["rateLimit", "noCredits", "badApp", "paused"];

const isSentence = /^[A-Z].*\.$/s;

describe("a failure in words", () => {
  const kinds = Object.keys(failures);

  it.each(kinds)("says of %s what happened and the next act, each as a sentence", (kind) => {
    const { happened, next } = failureWords(kind);
    expect(happened).toMatch(isSentence);
    expect(next).toMatch(isSentence);
  });

  it("is another for each kind", () => {
    expect(new Set(kinds.map((kind) => failureWords(kind).happened)).size).toBe(kinds.length);
  });

  it("names of a missed tweet every choice that its owner has", () => {
    const { next } = failureWords("missed");
    for (const choice of ["Post it now", "with all that were missed", "a new time", "drop it"]) {
      expect(next).toContain(choice);
    }
  });

  it("is still one for a kind that an older or newer version has stored", () => {
    expect(failureWords("a kind of tomorrow")).toEqual(failureWords("refused"));
    expect(failureWords("")).toEqual(failureWords("refused"));
  });
});

const ofAccount = (reason: string) => holdWords(reason);
const ofApp = (reason: string) => holdWords(reason, "app");

describe("a hold in words", () => {
  const reasons = Object.keys(holds);

  it.each(reasons)("says of %s what is wrong and when tweets go out again", (reason) => {
    expect(ofAccount(reason)).toMatch(isSentence);
  });

  it("is another for each reason, and still one for a reason that is not known", () => {
    const words = [...reasons, "a reason of tomorrow"].map(ofAccount);
    expect(new Set(words).size).toBe(words.length);
    for (const sentence of words) expect(sentence).toMatch(isSentence);
  });
});

it("a sign-in that X was only silent about is not told as refused", () => {
  const words = holdWords("reconnect", "account", new Date());
  expect(words).toMatch(isSentence);
  expect(words).not.toBe(ofAccount("reconnect"));
});

describe("an account that X itself has closed", () => {
  const suspended = "Your account is suspended and is not permitted to access this feature.";
  const locked = "To protect our users from spam, this account is temporarily locked.";

  it("is not told that connecting it again is enough", () => {
    expect(holdWords("reconnect", "account", null, suspended)).toBe(
      "X has suspended this account. Mend that with X, then connect it again and its tweets go out.",
    );
    expect(holdWords("reconnect", "account", null, locked)).toMatch(/^X has locked this account\. Mend/);
    expect(holdWords("reconnect", "account", null, "The account is deactivated")).toMatch(/^This account is/);
  });

  it("is told so by the banner and the bell, with X's own words", () => {
    const banner = bannerWords("reconnect", "account", "max", 2, null, suspended);
    expect(banner.title).toMatch(/^@max: X has suspended this account\./);
    expect(banner.next).toBe(`X said: “${suspended}” 2 tweets wait for it.`);
    const notice = noticeWords({ kind: "reconnect", detail: { since: "", said: suspended } }, "max");
    expect(notice.title).toMatch(/^The tweets of @max wait\. X has suspended this account\./);
    expect(notice.next).toBe(`X said: “${suspended}”`);
  });

  it("is another than one whose sign-in X refuses, or to whose words nothing of this is", () => {
    for (const said of [null, "Value passed for the token was invalid.", "The stored sign-in is blocked"]) {
      expect(holdWords("reconnect", "account", null, said)).toBe(ofAccount("reconnect"));
    }
  });
});

describe("why a tweet was missed", () => {
  const causes = [
    ...Object.keys(holds).map((reason) => ({ kind: "hold", reason, scope: null }) as const),
    { kind: "hold", reason: "a reason of tomorrow", scope: null },
    ...(["account", "app"] as const).flatMap((scope) =>
      ["rateLimit", "paused"].map((reason) => ({ kind: "hold", reason, scope }) as const),
    ),
    { kind: "putOff" },
    { kind: "withheld" },
    { kind: "outage" },
    { kind: "notReached" },
  ] as const;

  it.each(causes)("is a sentence of its own for %j", (cause) => {
    expect(missedWords(cause)).toMatch(isSentence);
    expect(causes.map(missedWords).filter((words) => words === missedWords(cause))).toHaveLength(1);
  });

  it("says that Roost's own check did not run only where that is proven", () => {
    for (const cause of causes) {
      if (cause.kind === "outage") expect(missedWords(cause)).toMatch(/check did not run/);
      else expect(missedWords(cause)).not.toMatch(/did not run|not reached/);
    }
  });

  it("tells of a vanished message that Roost waited for a person, and what may be done is said beside it", () => {
    expect(missedWords({ kind: "withheld" })).toMatch(/no longer had its message/);
    expect(missedWords({ kind: "withheld" })).toMatch(/so many .* at once .* waited for a person/);
    expect(failureWords("missed").next).toMatch(/Post it now.*choose a new time.*drop it/);
    const notice = noticeWords({ kind: "missed", detail: { cause: "withheld" } }, "max");
    expect(notice.title).toContain(missedWords({ kind: "withheld" }));
  });
});

describe("a hold on the whole app", () => {
  it.each(reasonsOfApp)("is not told as one of the account: %s", (reason) => {
    expect(ofApp(reason)).toMatch(isSentence);
    expect(ofApp(reason)).not.toContain("this account");
  });
});
