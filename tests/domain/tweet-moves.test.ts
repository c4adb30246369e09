import { describe, expect, it } from "vitest";
import { allows, type Command, isLegalMove, type TweetStatus, tweetStatuses } from "~/domain/tweet";

/** From each state (row) to each (column): a move, or "." for none. What X posted is recorded from any state of rest. */
const moves = `
               DRAFT  SCHEDULED  PUBLISHING  PUBLISHED  FAILED  UNCONFIRMED  CANCELLED
DRAFT          move   move       .           move       move    .            move
SCHEDULED      move   move       move        move       move    .            move
PUBLISHING     .      move       move        move       move    move         .
PUBLISHED      .      .          .           .          .       .            .
FAILED         .      move       .           move       move    .            move
UNCONFIRMED    .      move       .           move       move    .            .
CANCELLED      move   move       .           move       .       .            move
`;

/** Each command (row) in each state (column): open, or "." for refused. */
const commands = `
               DRAFT  SCHEDULED  PUBLISHING  PUBLISHED  FAILED  UNCONFIRMED  CANCELLED
edit           open   open       .           .          open    .            open
schedule       open   .          .           .          open    .            open
reschedule     .      open       .           .          .       .            .
unschedule     .      open       .           .          .       .            .
cancel         open   open       .           .          open    .            .
delete         open   open       .           open       open    .            open
`;

/** The cells of a table as [row, column, isSet]. */
function cells(table: string): [string, TweetStatus, boolean][] {
  const [head = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([row = "", ...set]) =>
    head.map((column, at): [string, TweetStatus, boolean] => [row, column as TweetStatus, set[at] !== "."]),
  );
}

describe("a tweet moves from one state to another only where the table of states says so", () => {
  const every = cells(moves);

  it("the table has every pair of states", () => {
    const pairs = tweetStatuses.flatMap((from) => tweetStatuses.map((to) => `${from} ${to}`));
    expect(every.map(([from, to]) => `${from} ${to}`).sort()).toEqual(pairs.sort());
  });

  it.each(every)("%s to %s: %s", (from, to, isLegal) => {
    expect(isLegalMove(from as TweetStatus, to)).toBe(isLegal);
  });
});

describe("an owner's command is open only in the states that the table of states names", () => {
  it.each(cells(commands))("%s a tweet in %s: %s", (command, status, isOpen) => {
    expect(allows(status, command as Command)).toBe(isOpen);
  });

  it("a tweet that is going out, or that may have, is never edited, rescheduled or deleted", () => {
    for (const status of ["PUBLISHING", "UNCONFIRMED"] as const) {
      for (const command of ["edit", "schedule", "reschedule", "unschedule", "delete"] as const) {
        expect(allows(status, command)).toBe(false);
      }
    }
  });

  it("what a command leads to is a legal move", () => {
    const leadsTo = {
      schedule: "SCHEDULED",
      reschedule: "SCHEDULED",
      unschedule: "DRAFT",
      cancel: "CANCELLED",
    } as const;
    for (const [command, to] of Object.entries(leadsTo)) {
      for (const from of tweetStatuses.filter((status) => allows(status, command as Command))) {
        expect(isLegalMove(from, to)).toBe(true);
      }
    }
  });

  it("an edit is a move to the same state", () => {
    for (const status of tweetStatuses.filter((one) => allows(one, "edit"))) {
      expect(isLegalMove(status, status)).toBe(true);
    }
  });
});
