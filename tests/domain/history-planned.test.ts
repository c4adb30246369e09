// A thread that began before the time that its owner had chosen for it: that time is told, and not when Roost learned it.
import { describe, expect, test } from "vitest";
import { historyLines } from "~/domain/history/lines";
import { dueMs, minuteMs, story } from "../support/told-story";

const plannedFor = new Date(dueMs + 1200 * minuteMs).toISOString();
const planned = /^It was (planned for|to go out at) 05:42:00 on Saturday 16 May 2026/;

/** In a story every move stands at the time at which Roost learned of the part. */
const learned = (to: "FAILED" | "CANCELLED") =>
  story()
    .move(-60, "scheduled", "SCHEDULED", "owner")
    .move(-50, "cancelled", "CANCELLED", "owner")
    .move(0, "posted, learned late", to, "qstash", { part: 1, plannedFor });

const answer = (told: ReturnType<typeof story>) => told.ask()?.answer ?? "";

describe("a thread of which a part turned out to be up before its time", () => {
  test.each(["FAILED", "CANCELLED"] as const)("was not due when that was learned: %s", (to) => {
    const told = answer(learned(to));
    expect(told).toMatch(planned);
    expect(told).not.toMatch(/It was due at/);
  });

  test("that goes on and fails is told by its own time too", () => {
    const told = learned("FAILED")
      .move(5, "resumed", "SCHEDULED", "owner")
      .move(6, "failed", "FAILED", "qstash", { part: 2, failure: "refused" });
    expect(answer(told)).toMatch(/^It was planned for /);
  });

  test("that is posted whole was up before it was to be", () => {
    const told = learned("FAILED")
      .move(5, "resumed", "SCHEDULED", "owner")
      .move(6, "posted", "PUBLISHED", "qstash", { part: 2 });
    expect(answer(told)).toMatch(/^It was up before\. It was planned for .*, and it was posted at /);
  });

  test("says in its line that the time is over", () => {
    const text = historyLines(learned("FAILED").items, "UTC").at(-1)?.text;
    expect(text).toMatch(/The time that it was planned for, .*16 May.*, is over: /);
  });

  test("is told as due where its time is another than that which it was given then", () => {
    const told = learned("CANCELLED");
    const other = story().move(1, "scheduled", "SCHEDULED", "owner").items;
    const items = [...told.items, ...other.map((item) => ({ ...item, id: "9", scheduledForMs: dueMs + 1 }))];
    told.items.splice(0, told.items.length, ...items);
    expect(answer(told)).toMatch(/^It was due at /);
  });
});
