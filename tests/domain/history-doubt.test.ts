// Whether a part is up: its story names the part, keeps X's words and Roost's apart, and says when Roost looks again.
import { describe, expect, test } from "vitest";
import { contextsOf } from "~/domain/history/context";
import { sentenceOf } from "~/domain/history/sentence";
import { claimed, dueMs, minuteMs, type story } from "../support/told-story";

type Told = ReturnType<typeof story>;

const row = (partCount: number, nextLookAtMs: number | null = null) => ({
  ...{ startedAtMs: null, publishedAtMs: null, outCount: 0, canResume: false, hasFiles: false },
  ...{ isMissing: false, partCount, nextLookAtMs },
});
const lastLine = ({ items }: Told, partCount = 1) => {
  const last = items.at(-1);
  if (!last) throw new Error("an empty story");
  return sentenceOf(last, contextsOf(items, "UTC", partCount).onDayOf(dueMs)).text;
};

const inDoubt = (part: number, because = "unreadable") =>
  claimed()
    .flight(0, "sending", { attemptId: "a", part })
    .move(0, "outcome unknown", "PUBLISHING", "qstash", {
      attemptId: "a",
      part,
      detail: "Service Unavailable",
    })
    .move(30, "unconfirmed", "UNCONFIRMED", "sweep", {
      ...{ attemptId: "a", part, because },
      detail: 'X answered 503 ("Service Unavailable"). X did not show the account\'s posts.',
    });

describe("a part in doubt", () => {
  test("is named by the line, the answer, and what its owner said of it", () => {
    expect(lastLine(inDoubt(2))).toMatch(/^Part 2 may be up on X or not\. /);
    expect(inDoubt(2).ask()?.answer).toMatch(/say whether part 2 is up\.$/);
    const said = (kind: "said to be up" | "said not to be up") =>
      lastLine(
        inDoubt(2).move(40, kind, kind === "said to be up" ? "SCHEDULED" : "FAILED", "owner", { part: 2 }),
      );
    expect(said("said to be up")).toBe("You said that part 2 is up on X.");
    expect(said("said not to be up")).toBe("You said that part 2 is not up on X.");
  });

  test("is named also where it is the first of a thread, of which nothing is up", () => {
    expect(lastLine(inDoubt(1), 3)).toMatch(/^Part 1 may be up/);
    expect(inDoubt(1).ask(60, null, row(3))?.answer).toMatch(/say whether part 1 is up\.$/);
  });

  test("is told with how much of its thread is up", () => {
    const half = { ...row(3), outCount: 1 };
    expect(inDoubt(2).ask(60, null, half)?.answer).toMatch(
      / 1 of 3 parts is out\. Look at the account on X, then say whether part 2 is up\.$/,
    );
    expect(inDoubt(1).ask(60, null, row(3))?.answer).not.toContain("of 3 parts");
  });

  test("is the tweet where that has one part", () => {
    expect(lastLine(inDoubt(1))).toMatch(/^It may be up on X or not\. /);
    expect(inDoubt(1).ask(60, null, row(1))?.answer).toMatch(/say whether it is up\.$/);
  });

  test("is told with Roost's reason outside of X's words", () => {
    expect(lastLine(inDoubt(1))).toBe(
      "It may be up on X or not. X did not show enough of the account's posts to tell. Roost does not post it again blindly.",
    );
    const answer = inDoubt(1).ask()?.answer ?? "";
    expect(answer).toContain('("Service Unavailable")');
    expect(answer.match(/Service Unavailable/g)).toHaveLength(1);
  });

  test("is told as it was kept where an older version kept both in one", () => {
    const older = claimed().move(0, "unconfirmed", "UNCONFIRMED", "sweep", {
      detail: "Busy. X did not show it.",
    });
    expect(lastLine(older)).toContain('may be up on X or not ("Busy. X did not show it.").');
  });

  test("is told when Roost looks again, as long as that is to come", () => {
    const again = row(1, dueMs + 90 * minuteMs);
    expect(inDoubt(1).ask(60, null, again)?.answer).toMatch(
      /Roost looks again at 11:12:00\. Look at the account on X, then say whether it is up\.$/,
    );
    expect(inDoubt(1).ask(91, null, again)?.answer).not.toContain("looks again");
    expect(inDoubt(1).ask(60, null, row(1))?.answer).not.toContain("looks again");
  });
});
