// Bugs in what people's commands do, and in how drift is found.
import type { Mutant } from "./mutant";

const changeTweet = "src/server/tweets/change-tweet.ts";
const domain = "src/domain/reconcile.ts";
const queue = "src/server/qstash/queue.ts";

export const schedulingMutants: Mutant[] = [
  {
    name: "a 404 means orphan",
    edits: [
      {
        file: domain,
        find: `return context.isTokenProven ? { kind: "MISSING" } : { kind: "UNKNOWN", why: "unproven" };`,
        put: `return { kind: "MISSING" };`,
      },
    ],
    turnsRed: "S4 no false orphan",
    scenario: "QStash's account was changed",
  },
  {
    name: "unscheduling wipes the time",
    edits: [
      {
        file: "src/server/tweets/apply-evidence.ts",
        find: "        orphanReason: action.reason,\n",
        put: "        scheduledFor: null,\n        orphanReason: action.reason,\n",
      },
    ],
    turnsRed: "S5 text and time change only by their owner's act",
    scenario: "orphan",
  },
  {
    name: "an edit does not raise the revision",
    edits: [
      {
        file: changeTweet,
        find: "data: { ...data, status: to, revision: tweet.revision + 1 },",
        put: `data: { ...data, status: to, revision: tweet.revision + (kind === "edited" ? 0 : 1) },`,
      },
    ],
    turnsRed: "S8 one command has one effect",
    scenario: "two tabs",
  },
  {
    name: "an unscheduling is answered and never done",
    edits: [
      {
        file: "src/server/tweets/unschedule.ts",
        find: "changeTweet(c, input,",
        put: "pretend(c, input,",
      },
      {
        file: "src/server/tweets/unschedule.ts",
        find: "import { changeTweet, ",
        put: "import { viewTweet, ",
      },
      {
        file: "src/server/tweets/unschedule.ts",
        find: "/** @throws",
        put: `const pretend = (c: Collaborators, input: Target, ..._: unknown[]) => viewTweet(c, input.userId, input.id);

/** @throws`,
      },
    ],
    turnsRed: "S5 what was acknowledged is there",
    scenario: "unschedule, then schedule again",
  },
  {
    name: "a cancel happens in QStash only",
    edits: [
      {
        file: "src/server/tweets/cancel.ts",
        find: `to: "CANCELLED"`,
        put: `to: "SCHEDULED"`,
      },
    ],
    turnsRed: "S3 nothing after an acknowledged cancel",
    scenario: "cancel",
  },
  {
    name: "a raised revision keeps its message",
    edits: [
      {
        file: "src/server/tweets/move-tweet.ts",
        find: "export const withoutMessage = {\n  qstashId: null,\n",
        put: "export const withoutMessage = {\n",
      },
    ],
    sql: `DROP TRIGGER "Tweet_move_guard" ON "Tweet"`,
    turnsRed: "S6 the present message is of the present revision",
    scenario: "edit",
  },
  {
    name: "the second of two tweets 15 s apart is deduplicated away",
    edits: [
      {
        file: queue,
        find: "deduplicationId: `${label}-${message.tweetId}-${message.revision}-${message.arming}`,",
        put: "deduplicationId: message.accountId,",
      },
    ],
    turnsRed: "L6 where nothing goes wrong every command is answered",
    scenario: "two tweets 15 seconds apart",
  },
  {
    name: "re-arming uses the old deduplication id",
    edits: [
      {
        file: queue,
        find: "deduplicationId: `${label}-${message.tweetId}-${message.revision}-${message.arming}`,",
        put: "deduplicationId: `${label}-${message.tweetId}-${message.revision}`,",
      },
    ],
    turnsRed: "L1 every tweet in the window has a live message of its revision",
    scenario: "its message goes elsewhere",
  },
  {
    name: "no breaker",
    edits: [
      {
        file: domain,
        find: "return suspicious > policy.breaker.count && suspicious > observed.messages * policy.breaker.share;",
        put: "return suspicious < 0;",
      },
    ],
    turnsRed: "S4 the breaker holds",
    scenario: "everything vanishes",
  },
  {
    name: "what the breaker withholds waits for ever",
    edits: [
      {
        file: domain,
        find: `return overdueMs > policy.schedule.defaultLatenessLimitS * 1000 ? action : { kind: "withhold" };`,
        put: `return overdueMs > policy.schedule.maxLeadMs ? action : { kind: "withhold" };`,
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    scenario: "everything vanishes, however late",
  },
  {
    name: "any message that is alive is a ghost",
    edits: [
      {
        file: "src/server/tweets/ghosts.ts",
        find: "      OR: [{ cancelRequestedAt: { not: null } }, { tweet: { qstashId: null } }],\n",
        put: "",
      },
      { file: domain, find: "    !candidate.isCurrentMessage &&\n", put: "" },
      {
        file: domain,
        find: "(candidate.tweetRevision > candidate.messageRevision || !candidate.isTweetScheduled)",
        put: "candidate.tweetRevision >= candidate.messageRevision",
      },
    ],
    turnsRed: "S4 no message that serves its tweet is cancelled",
    scenario: "orphan",
  },
  {
    name: "what has no row of ours is cancelled too",
    edits: [
      {
        file: queue,
        find: "client.messages.cancel([...qstashIds])",
        put: "client.messages.cancel({ all: true })",
      },
    ],
    turnsRed: "S4 no message of another installation is cancelled",
    scenario: "edit",
  },
  {
    name: "another person's id is taken",
    edits: [
      {
        file: "src/server/tweets/find-tweet.ts",
        find: "where: { id, userId, deletedAt: null }",
        put: `where: { id, deletedAt: null, NOT: { userId: { in: [userId].slice(1) } } }`,
      },
      {
        file: changeTweet,
        find: "guard: { id: tweet.id, userId: target.userId, revision:",
        put: "guard: { id: tweet.id, revision:",
      },
    ],
    turnsRed: "S7 nobody's rows are touched by another",
    scenario: "somebody names another's tweet",
  },
  {
    name: "a move leaves no event",
    edits: [
      {
        file: "src/server/tweets/move-tweet.ts",
        find: "  const eventId = await recordEvent(",
        put: `  if (move.kind === "put off") return moved;\n  const eventId = await recordEvent(`,
      },
    ],
    turnsRed: "S6 only the moves of the table",
    scenario: "X puts off",
  },
  {
    name: "an event forgets the time",
    edits: [
      {
        file: "src/server/tweets/move-tweet.ts",
        find: "      scheduledFor: tweet.scheduledFor,\n",
        put: "",
      },
    ],
    turnsRed: "S6 the events replayed give the tweet",
    scenario: "schedule",
  },
  {
    name: "messages that serve nobody are left to themselves",
    edits: [
      {
        file: "src/server/tweets/cancel-messages.ts",
        find: "await c.queue.cancel(qstashIds);",
        put: "await c.queue.cancel([]);",
      },
    ],
    turnsRed: "L1 all other messages are inert",
    scenario: "edit",
  },
  {
    name: "what QStash gave up on is left in its queue",
    edits: [
      {
        file: "src/server/tweets/dead-letters.ts",
        find: "c.queue.dropDeadLetters(buried)",
        put: "c.queue.dropDeadLetters([])",
      },
    ],
    turnsRed: "L7 what QStash gave up on is cleared",
    scenario: "dead letter",
  },
  {
    name: "a call to QStash that fails is made again at once, many times",
    edits: [
      { file: queue, find: "    retry: false,\n", put: "    retry: { retries: 60, backoff: () => 0 },\n" },
    ],
    turnsRed: "S10 calls to QStash are bounded",
    scenario: "QStash cuts every call",
  },
  {
    name: "the text is logged",
    edits: [
      {
        file: "src/server/tweets/publish.ts",
        find: "{ tweetId, attemptId, part: part.position, outcome",
        put: "{ tweetId, attemptId, words: part.text, part: part.position, outcome",
      },
    ],
    turnsRed: "S9 no secret and no text in a log line or an error",
    scenario: "deliver",
  },
  {
    name: "a live message is replaced by every pass",
    edits: [
      {
        file: domain,
        find: `      return { kind: "noteChecked" };`,
        put: `      return { kind: "rearm", because: "ALIVE", cancelsOld: true };`,
      },
    ],
    turnsRed: "L3 a pass over a consistent world changes nothing",
    scenario: "schedule",
  },
];
