// Bugs that only some order shows: a guard that does not name what its caller saw.
import type { Mutant } from "./mutant";

const claim = "src/server/tweets/take-due.ts";
const arm = "src/server/tweets/arm.ts";
const evidence = "src/server/tweets/apply-evidence.ts";
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
    name: "a worker that wakes ends an attempt that has ended",
    edits: [
      {
        file: "src/server/tweets/record-outcome.ts",
        find: "where: { id: claim.attemptId, endedAt: null },",
        put: "where: { id: claim.attemptId },",
      },
      { file: "src/server/tweets/record-posted.ts", find: ` AND a."endedAt" IS NULL`, put: "" },
    ],
    turnsRed: "S6 an attempt ends once",
    meeting: "a sweep and a worker that wakes",
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
  {
    name: "what was seen of one part is recorded of whichever is open",
    edits: [
      {
        file: "src/server/tweets/settle.ts",
        find: `    present?.attempt.id === held.attemptId &&
    present.tweet.leaseUntil?.getTime() === held.leaseUntil.getTime();`,
        put: `    present !== null && held.leaseUntil.getTime() > 0;`,
      },
    ],
    sql: `DROP INDEX "Part_xId_key"`,
    turnsRed: "S1 a part holds the post that was made for it",
    meeting: "a settling and the late answer of X to a thread's part",
  },
  {
    name: "a turn that somebody else has given meanwhile is given to the next",
    edits: [
      {
        file: "src/server/holds/give-turns.ts",
        find: "    lastMsOf.set(accountId, turn?.at.getTime() ?? atMs);\n    if (!turn) continue;\n",
        put: "    if (!turn) continue;\n    lastMsOf.set(accountId, turn.at.getTime());\n",
      },
    ],
    turnsRed: "S10 what waited on a hold goes out one after another",
    meeting: "two ends of a pause",
  },
  {
    name: "an orphan's guard does not name the message that the evidence is about",
    edits: [
      {
        file: evidence,
        find: `        revision: row.revision,
        status: "SCHEDULED",
        qstashId: row.qstashId,
`,
        put: `        status: "SCHEDULED",
`,
      },
    ],
    turnsRed: "S4 no false orphan",
    meeting: "an orphan pass and an edit",
  },
  {
    name: "a command neither holds its tweet nor names the revision that its caller saw",
    edits: [
      {
        file: "src/server/tweets/change-tweet.ts",
        find: "await lockOwnTweet(tx, target.userId, target.id)",
        put: "await findOwnTweet(tx, target.userId, target.id)",
      },
      {
        file: "src/server/tweets/change-tweet.ts",
        find: "userId: target.userId, revision: target.revision, status",
        put: "userId: target.userId, status",
      },
    ],
    turnsRed: "S8 one command has one effect",
    meeting: "edits from two tabs",
  },
  {
    name: "an account that is connected again is looked at before it is held",
    edits: [
      {
        file: "src/server/accounts/connect-account.ts",
        find: `  await tx.$queryRaw\`SELECT 1 FROM "XAccount" WHERE "xUserId" = \${xUserId} FOR NO KEY UPDATE\`;\n`,
        put: "",
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    meeting: "a delivery that X refuses to sign in and a new sign-in",
  },
  {
    name: "a part is marked under whichever attempt is open",
    edits: [
      {
        file: "src/server/tweets/keep-lease.ts",
        find: ` AND a."endedAt" IS NULL AND a."settlingSince" IS NULL`,
        put: "",
      },
    ],
    turnsRed: "S1 no second call while the first may have posted",
    meeting: "a sweep and a worker that wakes",
  },
];
