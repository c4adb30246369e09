// Bugs in threads, roll-backs, holds, what people are told, and what QStash gave up on.
import type { Mutant } from "./mutant";

const finishUpload = "src/server/tweets/finish-upload.ts";

export const waitingMutants: Mutant[] = [
  {
    name: "what a picture shows is not described to X",
    edits: [{ file: finishUpload, find: "  if (use.altText) {\n", put: "  if (use.altText === use.id) {\n" }],
    turnsRed: "S3 a post shows what its owner gave it",
    scenario: "media",
  },
  {
    name: "a thread that goes on begins at its first part again",
    edits: [
      {
        file: "src/server/tweets/resume.ts",
        find: "export function resumeTweet(c: Collaborators, input: Target): Promise<TweetView> {\n",
        put: `export async function resumeTweet(c: Collaborators, input: Target): Promise<TweetView> {
  const anew = { xId: null, state: "WAITING", sentAt: null, sendingAt: null } as const;
  await c.db.part.updateMany({ where: { tweetId: input.id }, data: anew });
`,
      },
    ],
    sql: `DROP TRIGGER "Part_out_guard" ON "Part"`,
    turnsRed: "S1 at most one creation at X per part",
    scenario: "resume, where X takes the same words twice",
  },
  {
    name: "a roll-back deletes the account's newest post",
    edits: [
      {
        file: "src/server/tweets/remove-parts.ts",
        find: "const answer = await c.publisher.remove(accessToken, xId);",
        put: `const newest = await c.db.part.findFirst({ where: { state: "SENT" }, orderBy: { sentAt: "desc" } });
  const answer = await c.publisher.remove(accessToken, newest?.xId ?? xId);`,
      },
    ],
    turnsRed: "S12 only a roll-back deletes at X, and it deletes all",
    scenario: "roll back, with another post beside it",
  },
  {
    name: "a held account's tweets are claimed all the same",
    edits: [
      {
        file: "src/server/tweets/holds.ts",
        find: "  return [...(appHold ? [appHold] : []), ...accountHolds(account, now)];\n",
        put: "  return appHold ? [appHold] : [];\n",
      },
    ],
    turnsRed: "S3 nothing goes out while its account is held",
    scenario: "due while its account is paused",
  },
  {
    name: "a hold's end lets everything go at one instant",
    edits: [
      {
        file: "src/domain/hold.ts",
        find: "return lastMs === null ? fromMs : Math.max(fromMs, lastMs + spacingMs);",
        put: "return fromMs;",
      },
    ],
    turnsRed: "S10 what waited on a hold goes out one after another",
    scenario: "pause and unpause",
  },
  {
    name: "what QStash gave up on is cleared before its tweet is judged",
    edits: [
      {
        file: "src/server/tweets/dead-letters.ts",
        find: "  const buried: string[] = [];\n",
        put: `  const ours = letters.filter(({ dlqId }) => messages.has(dlqId)).map(({ dlqId }) => dlqId);
  if (ours.length > 0) await c.queue.dropDeadLetters(ours);
  const buried: string[] = [];
`,
      },
    ],
    turnsRed: "S14 what QStash gave up on is judged before it is cleared",
    scenario: "dead letter",
    isStruck: true,
  },
  {
    name: "people are told after the move, and not with it",
    edits: [
      {
        file: "src/server/tweets/move-tweet.ts",
        find: "  await tellOfMove(tx, moved, move, eventId);\n",
        put: `  if (move.kind !== "failed") await tellOfMove(tx, moved, move, eventId);
  else toTell.push((later) => tellOfMove(later, moved, move, eventId));
`,
      },
      {
        file: "src/server/tweets/move-tweet.ts",
        find: "function statusIn(",
        put: `export const toTell: ((tx: Tx) => Promise<void>)[] = [];

function statusIn(`,
      },
      {
        file: "src/server/tweets/publish.ts",
        find: "    if (isPutOff) await armTweets(",
        put: `    for (const tell of toTell.splice(0)) await c.db.$transaction(tell);
    if (isPutOff) await armTweets(`,
      },
      {
        file: "src/server/tweets/publish.ts",
        find: `import { withPatience } from "../with-patience";\n`,
        put: `import { withPatience } from "../with-patience";\nimport { toTell } from "./move-tweet";\n`,
      },
    ],
    turnsRed: "L2 nobody is left untold",
    scenario: "X refuses",
    isStruck: true,
  },
  {
    name: "the next part is sent before the id of the one before is committed",
    edits: [
      {
        file: "src/server/tweets/publish.ts",
        find: "    const outcome = await sendPart(c, claim);\n",
        put: "    const outcome = await sendAhead(c, claim);\n",
      },
      {
        file: "src/server/tweets/publish.ts",
        find: "/** X shows a post within seconds:",
        put: `/** What this process has sent already. */
const sent = new WeakMap<object, Map<string, string>>();

async function sendAhead(c: Collaborators, claim: Claimed): Promise<Outcome> {
  const ahead = sent.get(c.db) ?? new Map<string, string>();
  sent.set(c.db, ahead);
  const known = ahead.get(claim.part.id);
  if (known) return { kind: "posted", xId: known };
  const outcome = await sendPart(c, claim);
  if (outcome.kind !== "posted") return outcome;
  const { tweetId, accountId } = claim;
  const rest = await c.db.part.findMany({
    where: { tweetId, position: { gt: claim.part.position }, xId: null },
    orderBy: { position: "asc" },
  });
  const token = await c.publisher.token(accountId);
  let replyToXId = outcome.xId;
  for (const { id, text } of rest) {
    if (token.kind !== "token") break;
    const answer = await c.publisher.create(token.accessToken, { text, replyToXId, xMediaIds: [] });
    if (answer.kind !== "created") break;
    replyToXId = answer.id;
    ahead.set(id, answer.id);
  }
  return outcome;
}

/** X shows a post within seconds:`,
      },
    ],
    turnsRed: "S1 every call to X has its attempt",
    scenario: "thread",
    isStruck: true,
  },
];
