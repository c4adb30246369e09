import { describe, expect, it } from "vitest";
import { refusalWords } from "~/domain/refusal-words";
import {
  allows,
  type Command,
  type Commandable,
  isLegalMove,
  type TweetStatus,
  tweetStatuses,
} from "~/domain/tweet";

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
const commands = {
  unstarted: `
               DRAFT  SCHEDULED  PUBLISHING  PUBLISHED  FAILED  UNCONFIRMED  CANCELLED
edit           open   open       .           .          open    .            open
schedule       open   .          .           .          open    .            open
reschedule     .      open       .           .          .       .            .
unschedule     .      open       .           .          .       .            .
cancel         open   open       .           .          open    .            .
delete         open   open       .           open       open    .            open
restore        .      .          .           .          .       .            open
resume         .      .          .           .          .       .            .
stop           .      .          open        .          .       .            .
rollBack       .      .          .           .          .       .            .
`,
  started: `
               DRAFT  SCHEDULED  PUBLISHING  PUBLISHED  FAILED  UNCONFIRMED  CANCELLED
edit           .      open       .           .          open    .            open
schedule       .      .          .           .          .       .            .
reschedule     .      .          .           .          .       .            .
unschedule     .      .          .           .          .       .            .
cancel         .      open       .           .          open    .            .
delete         .      open       .           open       open    .            open
restore        .      .          .           .          .       .            .
resume         .      .          .           .          open    .            open
stop           .      open       open        .          .       .            .
rollBack       .      open       .           .          open    .            open
`,
};

/** Each command (row) of a cancelled thread whose owner wants it gone from X (column). */
const rolledBack = `
               asked  stuck  done
edit           .      .      .
schedule       .      .      .
reschedule     .      .      .
unschedule     .      .      .
cancel         .      .      .
delete         .      open   open
restore        .      .      .
resume         .      .      .
stop           .      .      .
rollBack       open   open   .
`;

/** The cells of a table as [row, column, isSet]. */
function cells<Column extends string = TweetStatus>(table: string): [string, Column, boolean][] {
  const [head = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([row = "", ...set]) =>
    head.map((column, at): [string, Column, boolean] => [row, column as Column, set[at] !== "."]),
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

const unstarted = { isStarted: false, rollBack: "none" } as const;
const started = { isStarted: true, rollBack: "none" } as const;
const commandNames = [...new Set(cells(commands.unstarted).map(([command]) => command as Command))];

describe("an owner's command is open only in the states that the table of states names", () => {
  it.each(cells(commands.unstarted))("%s a tweet in %s: %s", (command, status, isOpen) => {
    expect(allows({ status, ...unstarted }, command as Command)).toBe(isOpen);
  });

  it.each(cells(commands.started))("%s a thread with a part out, in %s: %s", (command, status, isOpen) => {
    expect(allows({ status, ...started }, command as Command)).toBe(isOpen);
  });

  it.each(cells<"asked" | "stuck" | "done">(rolledBack))(
    "%s a thread whose roll-back is %s: %s",
    (command, rollBack, isOpen) => {
      expect(allows({ status: "CANCELLED", isStarted: true, rollBack }, command as Command)).toBe(isOpen);
    },
  );

  it("a tweet that is going out, or that may have, is never edited, rescheduled or deleted", () => {
    for (const status of ["PUBLISHING", "UNCONFIRMED"] as const) {
      for (const command of ["edit", "schedule", "reschedule", "unschedule", "delete"] as const) {
        expect(allows({ status, ...unstarted }, command)).toBe(false);
        expect(allows({ status, ...started }, command)).toBe(false);
      }
    }
  });

  it("what a command leads to is a legal move", () => {
    const leadsTo = {
      schedule: "SCHEDULED",
      reschedule: "SCHEDULED",
      unschedule: "DRAFT",
      cancel: "CANCELLED",
      restore: "DRAFT",
      resume: "SCHEDULED",
      rollBack: "CANCELLED",
    } as const;
    for (const [command, to] of Object.entries(leadsTo)) {
      for (const kind of [unstarted, started]) {
        const open = tweetStatuses.filter((status) => allows({ status, ...kind }, command as Command));
        for (const from of open) expect(isLegalMove(from, to)).toBe(true);
      }
    }
  });

  it("an edit is a move to the same state", () => {
    for (const status of tweetStatuses.filter((one) => allows({ status: one, ...unstarted }, "edit"))) {
      expect(isLegalMove(status, status)).toBe(true);
    }
  });
});

describe("a refused command", () => {
  const kinds: Omit<Commandable, "status">[] = [
    unstarted,
    started,
    { isStarted: true, rollBack: "asked" },
    { isStarted: true, rollBack: "stuck" },
    { isStarted: true, rollBack: "done" },
  ];
  const refused = kinds.flatMap((kind) =>
    tweetStatuses.flatMap((status) =>
      commandNames
        .filter((command) => !allows({ status, ...kind }, command))
        .map((command) => [command, { status, ...kind }] as const),
    ),
  );

  it.each(refused)("%s of %j is told in whole sentences", (command, tweet) => {
    expect(refusalWords(tweet, command)).toMatch(/^[A-Z][^!]*\.$/);
  });
});
