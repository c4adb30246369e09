// Bugs in how a tweet goes out.
import type { Mutant } from "./mutant";

const claim = "src/server/tweets/claim.ts";
const keepLease = "src/server/tweets/keep-lease.ts";
const openAttempt = "src/server/tweets/open-attempt.ts";
const recordOutcome = "src/server/tweets/record-outcome.ts";

export const publishingMutants: Mutant[] = [
  {
    name: "no claim: whoever comes takes it",
    edits: [
      {
        file: claim,
        find: "  const appHold = weightiestHold(due.appHolds, due.now);\n",
        put: `  const taken = due.status === "PUBLISHING" ? nextPart(due.parts) : null;
  const open = taken && (await c.db.attempt.findFirst({ where: { tweetId: due.id, endedAt: null } }));
  if (taken && open) return { kind: "claimed", claim: toClaimed(due, taken, open) };
  const appHold = weightiestHold(due.appHolds, due.now);
`,
      },
      {
        file: claim,
        find: "countTries, nextPart }",
        put: "countTries, nextPart, toClaimed }",
      },
    ],
    turnsRed: "S1 at most one creation at X per part",
    scenario: "every delivery is made twice",
  },
  {
    name: "a move out of PUBLISHING does not name its attempt",
    edits: [
      {
        file: recordOutcome,
        find: "where: { id: claim.attemptId, endedAt: null },",
        put: "where: { id: claim.attemptId },",
      },
      { file: "src/server/tweets/record-posted.ts", find: ` AND a."endedAt" IS NULL`, put: "" },
    ],
    turnsRed: "S6 an attempt ends once",
    scenario: "a worker is stopped for minutes",
  },
  {
    name: "an expired lease is retried blindly",
    edits: [
      {
        file: "src/server/tweets/take-over.ts",
        find: `attempt.sendingAt === null && part.state === "WAITING"`,
        put: `part.state !== "SENT"`,
      },
    ],
    turnsRed: "S1 no second call while the first may have posted",
    scenario: "deliver",
    isStruck: true,
  },
  {
    name: "no cap on attempts",
    edits: [{ file: claim, find: ">= policy.publish.maxAttempts", put: ">= 100_000" }],
    turnsRed: "S10 calls to X are bounded",
    scenario: "X puts off for ever, however late",
  },
  {
    name: "the attempt is written after the call to X",
    edits: [
      {
        file: "src/server/tweets/take-due.ts",
        find: `      FROM moved)
    SELECT (SELECT`,
        put: `      FROM moved WHERE false)
    SELECT (SELECT`,
      },
      {
        file: openAttempt,
        find: "const attempt = await tx.attempt.create({",
        put: "const attempt = unwritten({",
      },
      {
        file: openAttempt,
        find: "/** What an attempt's holder may send.",
        put: `function unwritten({ data }: { data: object }): Attempt {
  return { sendingAt: null, deadlineAt: null, endedAt: null, outcome: null, ...data } as Attempt;
}

/** What an attempt's holder may send.`,
      },
      {
        file: keepLease,
        find: `JOIN "Attempt" a ON a."tweetId" = t."id" JOIN "Part" p`,
        put: `JOIN "Part" p`,
      },
      {
        file: keepLease,
        find: `      AND a."id" = \${claim.attemptId}::uuid AND a."endedAt" IS NULL AND a."settlingSince" IS NULL\n`,
        put: "",
      },
      { file: keepLease, find: "FOR NO KEY UPDATE OF t, a, p", put: "FOR NO KEY UPDATE OF t, p" },
      {
        file: recordOutcome,
        find: "  const closed = await tx.attempt.updateMany({",
        put: `  await tx.attempt.createMany({
    data: [
      {
        ...{ id: claim.attemptId, tweetId: claim.tweetId, revision: claim.revision, via: claim.via },
        ...{ partPosition: claim.part.position, startedAt: now, leaseUntil: now },
      },
    ],
    skipDuplicates: true,
  });
  const closed = await tx.attempt.updateMany({`,
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    scenario: "deliver",
    isStruck: true,
  },
  {
    name: "the machine's clock is taken for the database's",
    edits: [
      {
        file: "src/server/tweets/read-due.ts",
        find: `\${c.clock.inSql()} AS "now"`,
        put: `\${new Date()}::timestamptz AS "now"`,
      },
    ],
    turnsRed: "S2 never before its time",
    scenario: "the machines' clocks run ahead",
  },
  {
    name: "a part's text is kept in memory from try to try",
    edits: [
      {
        file: openAttempt,
        find: "    part: { id, position, text },\n",
        put: "    part: { id, position, text: kept.get(id) ?? keep(id, text) },\n",
      },
      {
        file: openAttempt,
        find: "type Sendable =",
        put: `const kept = new Map<string, string>();

function keep(id: string, text: string): string {
  kept.set(id, text);
  return text;
}

type Sendable =`,
      },
    ],
    turnsRed: "S3 what is created is the newest revision",
    scenario: "edited after X put it off",
  },
  {
    name: "a thread's parts reply to nothing",
    edits: [
      {
        file: openAttempt,
        find: "replyToXId: replyTargetOf(tweet.parts, position),",
        put: "replyToXId: null,",
      },
    ],
    turnsRed: "S3 parts go out in order, each a reply to the one before",
    scenario: "thread",
  },
  {
    name: "a removal is taken for granted",
    edits: [
      {
        file: "src/server/tweets/remove-parts.ts",
        find: "const answer = await c.publisher.remove(accessToken, xId);",
        put: `const answer = { kind: "gone" as const, accessToken, xId };`,
      },
      {
        file: "src/server/tweets/remove-parts.ts",
        find: `const httpStatus = answer.kind === "response" ? answer.status : null;`,
        put: "const httpStatus = null;",
      },
    ],
    turnsRed: "S12 only a roll-back deletes at X, and it deletes all",
    scenario: "X fails in a thread, then roll back",
  },
  {
    name: "one slow account stops them all",
    edits: [{ file: "src/domain/policy.ts", find: "publishParallelism: 10,", put: "publishParallelism: 1," }],
    turnsRed: "L4 one poisoned account delays no other",
    scenario: "one account's calls hang",
  },
  {
    name: "only what was armed is published by the sweep",
    edits: [
      {
        file: "src/domain/reconcile.ts",
        find: `return tweet.isHeld ? none : { kind: "publish" };`,
        put: `return tweet.isHeld || !tweet.isArmed ? none : { kind: "publish" };`,
      },
    ],
    turnsRed: "L5 with QStash down every due tweet still goes out",
    scenario: "QStash is down",
  },
  {
    name: "the signature is not checked",
    edits: [
      {
        file: "src/server/qstash/signature.ts",
        find: "if (!signature) return false;",
        put: "if (!signature) return true;",
      },
      {
        file: "src/server/qstash/signature.ts",
        find: "    } catch {\n      return false;",
        put: "    } catch {\n      return true;",
      },
    ],
    turnsRed: "S11 only what QStash signed is heard",
    scenario: "deliveries are forged",
  },
];
