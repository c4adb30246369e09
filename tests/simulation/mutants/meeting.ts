// Bugs that only some order shows: a guard that does not name what its caller saw.
import type { Mutant } from "./mutant";

const claim = "src/server/tweets/take-due.ts";
const arm = "src/server/tweets/arm.ts";
const moves = `DROP TRIGGER "Tweet_move_guard" ON "Tweet"`;

export const meetingMutants: Mutant[] = [
  {
    name: "the claim's guard does not name the revision",
    edits: [
      {
        file: claim,
        find: `"revision" = \${revision} AND "status" = 'SCHEDULED'`,
        put: `"status" = 'SCHEDULED'`,
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    meeting: "a delivery and an edit",
  },
  {
    name: "the claim's guard does not name the state",
    edits: [
      {
        file: claim,
        find: ` AND "status" = 'SCHEDULED'\n        AND "scheduledFor"`,
        put: `\n        AND "scheduledFor"`,
      },
    ],
    sql: `${moves}; ALTER TABLE "Tweet" DROP CONSTRAINT "Tweet_posted_has_a_time"`,
    turnsRed: "S6 only the moves of the table",
    meeting: "two deliveries",
  },
  {
    name: "an edit leaves the message where it is",
    edits: [
      {
        file: "src/server/tweets/edit.ts",
        find: "        ...withoutMessage,\n",
        put: "        ...{ ...withoutMessage, qstashId: undefined },\n",
      },
    ],
    sql: moves,
    turnsRed: "S6 the present message is of the present revision",
    meeting: "an arming and an edit",
  },
  {
    name: "an arming does not name the revision that it armed",
    edits: [
      {
        file: arm,
        find: `        revision: tweet.revision,
        arming: tweet.arming,
        status: "SCHEDULED",
        qstashId: null,
      },
      data: {`,
        put: `        status: "SCHEDULED",
        qstashId: null,
      },
      data: {`,
      },
    ],
    turnsRed: "S6 the present message is of the present revision",
    meeting: "an arming and an edit",
  },
];
