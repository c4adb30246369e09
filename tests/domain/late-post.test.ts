import { describe, expect, it } from "vitest";
import { afterLatePost } from "~/domain/late-post";
import { isLegalMove, type TweetStatus, tweetStatuses } from "~/domain/tweet";

type Case = "complete" | "unchanged" | "changed" | "stopRequested";

/** Where a tweet in each state (row) goes when one of its parts turns out to be up; "!" for Failed as partly out. */
const table = `
               complete   unchanged   changed     stopRequested
DRAFT          PUBLISHED  FAILED!     FAILED!     FAILED!
SCHEDULED      PUBLISHED  SCHEDULED   FAILED!     FAILED
PUBLISHING     PUBLISHED  SCHEDULED   SCHEDULED   FAILED
UNCONFIRMED    PUBLISHED  SCHEDULED   SCHEDULED   FAILED
FAILED         PUBLISHED  FAILED!     FAILED!     FAILED!
CANCELLED      PUBLISHED  CANCELLED   CANCELLED   CANCELLED
`;

const [head = [], ...rows] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([status, ...to]) =>
  head.map((when, at): [TweetStatus, Case, string] => [status as TweetStatus, when as Case, to[at] ?? ""]),
);

const late = (status: TweetStatus, when: Case, isRollBackRequested = false) =>
  afterLatePost({
    status,
    isComplete: when === "complete",
    isUnchanged: when !== "changed",
    isStopRequested: when === "stopRequested",
    isRollBackRequested,
  });

describe("a part that turns out to be up after its attempt was given up", () => {
  it("has a cell for every state but Posted, where nothing is left to learn", () => {
    const states = tweetStatuses.filter((status) => status !== "PUBLISHED");
    expect([...new Set(cells.map(([status]) => status))].sort()).toEqual([...states].sort());
  });

  it.each(cells)("of a tweet in %s, %s: it goes to %s", (status, when, cell) => {
    const { to, failure } = late(status, when);
    expect(to).toBe(cell.replace("!", ""));
    if (to === "FAILED") expect(failure).toBe(cell.endsWith("!") ? "partlyOut" : "stopped");
    else expect(failure).toBeNull();
    expect(isLegalMove(status, to)).toBe(true);
  });

  it("while what is out is being removed leaves its tweet cancelled, even where it was the last part", () => {
    for (const when of ["complete", "unchanged", "changed"] as const) {
      expect(late("CANCELLED", when, true)).toEqual({ to: "CANCELLED", failure: null });
    }
  });
});
