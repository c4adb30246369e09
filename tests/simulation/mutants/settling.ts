// Bugs in how an unknown outcome is settled, and in what is done after it.
import type { Mutant } from "./mutant";

const match = "src/domain/post-match.ts";

export const settlingMutants: Mutant[] = [
  {
    name: "a post is adopted by its text alone, wherever it stands",
    edits: [
      {
        file: match,
        find: "return isShownAs(sent, noteText ?? text, urls);\n}",
        put: `return isShownAs(sent, noteText ?? text, urls);
}

function isFree(_: unknown, { xId }: TimelinePost, { heldXIds }: MatchContext): boolean {
  return !heldXIds.has(xId);
}`,
      },
      {
        file: match,
        find: "posts.filter((post) => isInPlace(part, post, context));",
        put: "posts.filter((post) => isFree(part, post, context));",
      },
    ],
    turnsRed: "S1 a part holds the post that was made for it",
    scenario: "its owner has posted the same words by hand",
  },
  {
    name: "a timeline that could not be read counts as one without the post",
    edits: [
      {
        file: "src/domain/settle.ts",
        find: `if (look.kind === "failed") return noAnswer(settling, "unreadable", nowMs, policy);`,
        put: `if (look.kind === "failed") return unseen(settling, "absent", nowMs, policy);`,
      },
    ],
    turnsRed: "S1 at most one creation at X per part",
    scenario: "X has posted, and its timeline cannot be read",
  },
  {
    name: "a look counts that came while X may still have been at it",
    edits: [
      {
        file: "src/domain/settle.ts",
        find: "if (nowMs < countsFromMs)",
        put: "if (nowMs < settling.deadlineMs)",
      },
      {
        file: "src/domain/settle.ts",
        find: "before !== null && before >= countsFromMs ? before : nowMs",
        put: "before ?? nowMs",
      },
    ],
    turnsRed: "S1 at most one creation at X per part",
    scenario: "X makes the post after the first look, and hides it from the next",
  },
  {
    name: "a post that may be it counts as a look without it",
    edits: [
      {
        file: "src/domain/settle.ts",
        find: "atMs, absentSinceMs: null, failedLooks: failedLooks + 1 };",
        put: "atMs, absentSinceMs: nowMs, failedLooks };",
      },
    ],
    turnsRed: "S1 at most one creation at X per part",
    scenario: "X shows an answer that may be the part, and from the next look hides both",
  },
  {
    name: "what is absent is sent again, and again",
    edits: [
      {
        file: "src/server/tweets/take-over.ts",
        find: "mayResend: resends === 0 &&",
        put: "mayResend: resends < 100 &&",
      },
    ],
    turnsRed: "S1 sent again by itself once at the most",
    scenario: "X takes nothing and says nothing, again and again",
  },
  {
    name: "a duplicate after an unknown outcome is a refusal",
    edits: [
      {
        file: "src/domain/outcome.ts",
        find: "    return past.afterUnknown\n",
        put: "    return past === null\n",
      },
    ],
    turnsRed: "L2 what X has is recorded",
    scenario: "X has posted, shows it to nobody, and calls it a duplicate",
  },
  {
    name: "X's rewriting of a text is not understood",
    edits: [
      {
        file: match,
        find: "return isShownAs(sent, noteText ?? text, urls);",
        put: "return urls.length === 0 && isShownAs(sent, noteText ?? text, urls);",
      },
    ],
    turnsRed: "S1 at most one creation at X per part",
    scenario: "X has posted, and shows other words for it",
  },
  {
    name: "X's answer is dropped when it comes late",
    edits: [
      {
        file: "src/server/tweets/record-late.ts",
        find: "  const { position, text } = claim.part;\n",
        put: "  const { position, text } = claim.part;\n  if (position > 0) return null;\n",
      },
    ],
    turnsRed: "L2 what X has is recorded",
    scenario: "X's answer is heard when its tweet has been given up",
  },
  {
    name: "a thread that has begun keeps the later time that its owner had chosen",
    edits: [
      {
        file: "src/server/tweets/record-late.ts",
        find: `    ...(to !== "PUBLISHED" && isAhead(tweet, now) ? { scheduledFor: toWholeSecond(now) } : {}),\n`,
        put: "",
      },
    ],
    turnsRed: "S5 a thread that has begun waits for no time of its owner's",
    scenario: "X's answer is heard when its thread has been denied and moved ahead",
  },
  {
    name: "what was on its way when an earlier answer came is told to nobody",
    edits: [
      {
        file: "src/server/tweets/record-late.ts",
        find: "  if (another) await warnOfAnother(tx, claim, tweet, another, now);\n",
        put: "",
      },
    ],
    turnsRed: "L2 nobody is left untold",
    scenario: "X's answer is heard when other words are on their way",
  },
  {
    name: "that new words were refused, and old ones are up, is told to nobody",
    edits: [
      {
        file: "src/server/tweets/warn-of-another.ts",
        find: `?.words !== "new") return;`,
        put: `?.words !== null) return;`,
      },
    ],
    turnsRed: "L2 nobody is left untold",
    scenario: "X's answer is heard when other words are on their way, and are refused",
  },
  {
    name: "a token is renewed by whoever comes, without a lock",
    edits: [
      {
        file: "src/server/x/tokens.ts",
        find: `    FROM "XAccount" WHERE "id" = \${accountId}::uuid FOR NO KEY UPDATE\`;`,
        put: `    FROM "XAccount" WHERE "id" = \${accountId}::uuid\`;`,
      },
    ],
    turnsRed: "S10 calls to X are bounded",
    scenario: "two workers, and a token that has expired",
  },
  {
    name: "a settling looks at the oldest attempt",
    edits: [
      {
        file: "src/server/tweets/take-over.ts",
        find: "where: { tweetId, endedAt: null } });",
        put: `where: { tweetId }, orderBy: { startedAt: "asc" } });`,
      },
    ],
    turnsRed: "L2 every due tweet comes to rest in time, and its owner is told",
    scenario: "X takes nothing and says nothing, again and again",
  },
];
