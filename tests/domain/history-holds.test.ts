// What a hold is called in a story: whose it is, and what its end was, as far as the story knows.
import { describe, expect, test } from "vitest";
import { holdIn, onHold } from "~/domain/held-delivery";
import { historyLines } from "~/domain/history/lines";
import { armed, claimed, dueMs, minuteMs, type story } from "../support/told-story";

const reasons = ["reconnect", "rateLimit", "noCredits", "badApp", "paused", "a reason of tomorrow"];
const scopes = ["account", "app"] as const;

const lastLine = (told: ReturnType<typeof story>) => historyLines(told.items, "UTC").at(-1)?.text ?? "";
const delivered = (said: string) =>
  lastLine(armed().flight(0, "delivered", { qstashId: "msg_1", retried: 0, answer: "handled", said }));
const missed = (detail: object) =>
  lastLine(
    armed().move(60, "failed", "FAILED", "sweep", { failureKind: "missed", cause: "hold", ...detail }),
  );

describe("a delivery that did nothing because of a hold", () => {
  test.each(reasons.flatMap((reason) => scopes.map((scope) => ({ reason, scope }))))(
    "keeps what it was, and whose: %j",
    (hold) => {
      expect(holdIn(onHold(hold))).toEqual(hold);
    },
  );

  test("says who had paused", () => {
    const came = "QStash delivered the message; nothing was done:";
    expect(delivered("on hold: paused (account)")).toBe(`${came} you had paused its account.`);
    expect(delivered("on hold: paused (app)")).toBe(`${came} whoever runs Roost had paused all posting.`);
  });

  test("says whose limit was used up", () => {
    expect(delivered("on hold: rateLimit (account)")).toMatch(/: X's limit for its account was used up\.$/);
    expect(delivered("on hold: rateLimit (app)")).toMatch(/: X's limit for the whole app was used up\.$/);
  });

  test("says that Roost was not signed in", () => {
    expect(delivered("on hold: reconnect (account)")).toMatch(/: Roost was not signed in for its account\.$/);
  });

  test.each(reasons)("says of an older entry no more than it kept: %s", (reason) => {
    const line = delivered(`on hold: ${reason}`);
    expect(line).toMatch(/nothing was done: [^:]+\.$/);
    if (reason !== "reconnect") expect(line).not.toMatch(/\byou\b|account|whole app|whoever runs/i);
  });
});

describe("a tweet that was missed on a hold", () => {
  test("tells whose limit it was, and who had paused", () => {
    expect(missed({ hold: "rateLimit", scope: "app" })).toContain(
      "X's rate limit for the whole app was used up.",
    );
    expect(missed({ hold: "rateLimit", scope: "account" })).toContain(
      "X's rate limit for its account was used up.",
    );
    expect(missed({ hold: "paused", scope: "app" })).toContain("Whoever runs Roost had paused all posting.");
    expect(missed({ hold: "paused", scope: "account" })).toContain("You had paused its account.");
  });

  test("tells of an older entry no more than it kept", () => {
    expect(missed({ hold: "paused" })).toContain("Posting was paused.");
    expect(missed({ hold: "rateLimit" })).toContain("X's rate limit was used up.");
  });
});

describe("a tweet that X put off", () => {
  const putOff = (detail: object) =>
    lastLine(claimed().move(0, "put off", "SCHEDULED", "qstash", { detail: "Slow down.", ...detail }));

  test("tells whose limit it met", () => {
    expect(putOff({ hold: "rateLimit", scope: "app" })).toContain(
      "X's rate limit for the whole app is used up.",
    );
    expect(putOff({ hold: "rateLimit", scope: "account" })).toContain("The account's tweets go out");
    expect(putOff({ hold: "rateLimit" })).not.toMatch(/account|whole app/);
  });
});

describe("a tweet that is given its turn", () => {
  const resumed = (actor: string, detail: object) =>
    lastLine(armed().move(5, "resumed", "SCHEDULED", actor, detail));

  test.each([
    ["owner", { hold: "reconnect", scope: "account" }, "The account is connected again"],
    ["owner", { hold: "paused", scope: "account" }, "You ended the pause"],
    ["reconciler", { hold: "paused", scope: "app" }, "Whoever runs Roost ended the pause"],
    ["reconciler", { hold: "noCredits", scope: "app" }, "Whoever runs Roost ended the hold"],
    ["qstash", { hold: "noCredits", scope: "app" }, "The app has credits at X again"],
    ["sweep", { hold: "badApp", scope: "app" }, "X accepts the app's own credentials again"],
    ["sweep", { hold: "a reason of tomorrow" }, "What had held it has ended"],
  ])("by %s, %j, says what ended it", (actor, detail, ended) => {
    expect(resumed(actor, detail)).toBe(`${ended}, so it is given its turn.`);
  });

  test.each([
    [{ hold: "rateLimit", scope: "account", ranOut: true }, "X's limit should be reset by now"],
    [{ hold: "rateLimit" }, "X's limit should be reset by now"],
    [{ hold: "reconnect", scope: "account", ranOut: true }, "It is time to try the account's sign-in again"],
    [{ hold: "noCredits", scope: "app", ranOut: true }, "The time of the hold is over"],
  ])("where a hold ran out, %j, claims nothing that nobody saw", (detail, ended) => {
    expect(resumed("sweep", detail)).toBe(`${ended}, so it is given its turn.`);
  });

  test("says of an older entry who ended it", () => {
    expect(resumed("owner", { hold: "paused" })).toMatch(/^You ended the pause,/);
    expect(resumed("reconciler", { hold: "paused" })).toMatch(/^Whoever runs Roost ended the pause,/);
  });
});

describe("a tweet that is on hold now", () => {
  const minutes = (count: number) => new Date(dueMs + count * minuteMs);
  const limit = { reason: "rateLimit", scope: "account", until: minutes(24), said: null } as const;
  const end = "It is on hold. X's rate limit for this account is used up.";

  test.each([-10, 10])("is told when the hold ends, %s minutes from its time", (at) => {
    expect(armed().ask(at, [limit])?.answer).toContain(end);
    expect(armed().ask(at, [limit])?.answer).toContain("when the limit is reset. That is at 10:06:00.");
  });

  test("is told of each of two holds, the one without an end too", () => {
    const paused = { reason: "paused", scope: "account", until: null, said: null } as const;
    expect(armed().ask(10, [limit, paused])?.answer).toMatch(
      /That is at 10:06:00\. You paused this account\./,
    );
  });

  test("is told the hold once, where its own call to X had met it", () => {
    const held = {
      scope: "account",
      reason: "rateLimit",
      until: minutes(24).toISOString(),
      words: "Slow down.",
    };
    const answer = claimed().flight(0, "held", held).move(0, "put off", "SCHEDULED").ask(10, [limit])?.answer;
    expect(answer?.match(/limit for this account is used up/g)).toHaveLength(1);
    expect(answer).toContain('That is at 10:06:00. ("Slow down.")');
  });

  test("is told when Roost tries a sign-in again that X did not answer", () => {
    const silent = { reason: "reconnect", scope: "account", until: minutes(24), said: null } as const;
    expect(armed().ask(10, [silent])?.answer).toMatch(
      /Roost tries again at 10:06:00; connecting the account again is quicker\.$/,
    );
    const held = { scope: "account", reason: "reconnect", until: minutes(24).toISOString(), words: "" };
    expect(lastLine(claimed().flight(0, "held", held))).toMatch(
      /for this account\. Roost tries again at 10:06:00; connecting the account again is quicker\.$/,
    );
  });
});
