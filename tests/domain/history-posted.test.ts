import { describe, expect, test } from "vitest";
import { historyLines } from "~/domain/history/lines";
import { armed, claimed, dueMs, type story } from "../support/told-story";

const answer = (told: ReturnType<typeof story>) => told.ask()?.answer ?? "";
const plannedFor = new Date(dueMs).toISOString();
const postedNow = (told: ReturnType<typeof story>, minutes: number) =>
  told
    .move(minutes, "post now asked", "SCHEDULED", "owner", { plannedFor })
    .move(minutes, "claimed", "PUBLISHING")
    .move(minutes, "posted", "PUBLISHED");

describe("a tweet that its owner posted at once", () => {
  test("after it was missed did not go out in time: planned when, missed why, posted when", () => {
    const told = armed().move(90, "failed", "FAILED", "sweep", { failureKind: "missed", hold: "paused" });
    postedNow(told, 100);
    expect(told.ask()?.question).toBe("Did it go out in time?");
    expect(answer(told)).toMatch(
      /^No\. It was planned for 09:42:00 on Friday 15 May 2026 \(UTC\), was missed, and you posted it at 11:22:00\. At 11:12:00: .*Posting was paused/,
    );
  });

  test("after it was missed twice is told with the time that it was planned for at first", () => {
    const told = armed().move(90, "failed", "FAILED", "sweep", { failureKind: "missed" });
    told.move(100, "post now asked", "SCHEDULED", "owner", { plannedFor });
    told.move(200, "failed", "FAILED", "sweep", { failureKind: "missed" });
    const again = { plannedFor: new Date(dueMs + 6_000_000).toISOString() };
    told.move(300, "post now asked", "SCHEDULED", "owner", again).move(300, "claimed", "PUBLISHING");
    expect(answer(told.move(300, "posted", "PUBLISHED"))).toMatch(/^No\. It was planned for 09:42:00 on/);
  });

  test("before its time went out in time: when it was asked, and when it was planned", () => {
    expect(answer(postedNow(armed(), -30))).toMatch(
      /^Yes\. You asked at 09:12:00 on .* to post it now \(it was planned for 09:42:00 on Friday 15 May 2026 \(UTC\)\), and it was posted at 09:12:00\./,
    );
  });

  test("and then gave another time is told with that time alone", () => {
    const told = armed().move(-40, "post now asked", "SCHEDULED", "owner", { plannedFor });
    told.move(-40, "rescheduled", "SCHEDULED", "owner").move(-40, "claimed", "PUBLISHING");
    expect(answer(told.move(-40, "posted", "PUBLISHED"))).toMatch(/^Yes\. It was due at/);
  });

  test("has a line that says so", () => {
    const { items } = postedNow(armed(), -30);
    expect(historyLines(items, "UTC").map(({ text }) => text)).toContain(
      "You asked to post it now (it was planned for 09:42:00).",
    );
  });
});

const refusedPart = { part: 3, failure: "refused", detail: "Too purple." };
const threadRefused = () =>
  claimed()
    .move(0, "part posted", "PUBLISHING", "qstash", { part: 1 })
    .move(0, "part posted", "PUBLISHING", "qstash", { part: 2 })
    .move(0, "failed", "FAILED", "qstash", refusedPart);

describe("a thread that failed on its way and was out in time all the same", () => {
  const told = threadRefused()
    .move(0, "resumed", "SCHEDULED", "owner")
    .flight(0, "refused", { command: "resume", code: "STALE", why: "It was changed meanwhile." }, "owner")
    .flight(0, "refused", { command: "edit", code: "STALE", why: "It was changed meanwhile." }, "owner")
    .move(0, "claimed", "PUBLISHING")
    .move(0, "posted", "PUBLISHED", "qstash", { part: 3 });

  test("is told with X's refusal of the part and what its owner did", () => {
    expect(answer(told)).toMatch(
      /^Yes\. .* Part 3 was not posted\. X refused to post it\. \("Too purple\."\) At 09:42:00: You let it go on .* X took part 3: the whole thread is posted\.$/,
    );
  });

  test("and not with a click that something else had overtaken", () => {
    expect(answer(told)).not.toContain("changed meanwhile");
  });

  test("and where it was in doubt, with its owner's word", () => {
    const doubted = claimed()
      .move(0, "unconfirmed", "UNCONFIRMED")
      .flight(0, "refused", { command: "resolve", code: "BAD_INPUT", why: "That is another post." }, "owner")
      .move(0, "said to be up", "SCHEDULED", "owner", { part: 1 })
      .move(0, "claimed", "PUBLISHING")
      .move(0, "posted", "PUBLISHED");
    expect(answer(doubted)).toMatch(/^Yes\. .*You said that it is up on X\. X took it: it is posted\.$/);
  });
});

describe("a thread that ends before its last part", () => {
  test.each(["part posted", "found on X"] as const)("by its owner's wish has a line for that: %s", (kind) => {
    const { items } = claimed().move(0, kind, "FAILED", "qstash", { part: 2 });
    expect(historyLines(items, "UTC").at(-1)).toMatchObject({
      tone: "bad",
      text: expect.stringMatching(/up\. It stopped there, as you had asked: the rest is not posted\.$/),
    });
  });

  test("since a post came to light: by its owner's wish, or since it had been changed meanwhile", () => {
    const late = (told: ReturnType<typeof story>) =>
      historyLines(told.move(1, "posted, learned late", "FAILED", "qstash", { part: 2 }).items, "UTC").at(-1);
    expect(late(claimed().move(0, "unconfirmed", "UNCONFIRMED"))?.text).toContain("as you had asked");
    expect(late(armed())?.text).toContain("after its text or time was changed");
  });

  test("and was taken down again: what was up, what X had refused, and each time that X did not delete", () => {
    const told = threadRefused()
      .move(1, "roll-back asked", "CANCELLED", "owner")
      .move(1, "roll-back stuck", "CANCELLED", "owner", { part: 2, words: "Not now." })
      .move(2, "roll-back asked", "CANCELLED", "owner")
      .move(2, "part removed", "CANCELLED", "owner", { part: 2 })
      .move(2, "rolled back", "CANCELLED", "owner");
    expect(answer(told)).toMatch(
      /Parts 1 and 2 were up\. At 09:42:00: Part 3 was not posted\..*You asked to take down.*does not let Roost take down the rest \("Not now\."\).*All that was out/,
    );
    const who = historyLines(told.items, "UTC").slice(-4);
    expect(who.map((line) => line.who)).toEqual([
      "Roost, at your command",
      "You",
      "Roost, at your command",
      "Roost, at your command",
    ]);
  });
});
