// Who is told of a hold: its account's owner, or everybody whose tweets wait on the app. Once for each time that it
// begins; of a rate limit only when it keeps a tweet past its lateness limit, and then of each such tweet that met it.
import type { Notice } from "~/domain/notices";
import type { HoldReason } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { latestMs } from "~/domain/schedule";
import type { Tx } from "../db";
import { toLimited } from "./find-tweet";
import { tell } from "./tell";
import type { HeldBy } from "./write-hold";

type BegunHold = {
  scope: "account" | "app";
  reason: HoldReason;
  since: Date;
  /** Null where no time ends it. */
  untilMs: number | null;
  /** What began it, in X's words where it answered. */
  words: string;
  /** Of the account's tokens, where it is about them. */
  tokenVersion: number | null;
};

export async function tellOfHold(tx: Tx, claim: HeldBy, hold: BegunHold, now: Date): Promise<void> {
  const since = hold.since.toISOString();
  if (hold.reason === "rateLimit") return tellIfTooLong(tx, claim, hold, now);
  if (hold.reason === "paused") return;
  if (hold.scope === "app") {
    return tellEverybodyWaiting(tx, { kind: hold.reason, detail: { since } }, `${hold.reason}:${since}`, now);
  }
  const { userId } = await tx.tweet.findUniqueOrThrow({
    where: { id: claim.tweetId },
    select: { userId: true },
  });
  const detail = { since, said: hold.words };
  await tell(tx, {
    kind: hold.reason,
    detail,
    userId,
    // Tried now and then, a sign-in that X leaves unanswered begins the same hold again.
    key: `${hold.reason}:${claim.accountId}:${hold.tokenVersion ?? since}`,
    at: now,
    accountId: claim.accountId,
  });
}

async function tellIfTooLong(tx: Tx, claim: HeldBy, hold: BegunHold, now: Date): Promise<void> {
  const tweet = await tx.tweet.findUniqueOrThrow({ where: { id: claim.tweetId } });
  const latest = latestMs(toLimited(tweet), policy);
  if (latest === null || hold.untilMs === null || hold.untilMs <= latest) return;
  const since = hold.since.toISOString();
  await tell(tx, {
    kind: "rateLimit",
    detail: { since, until: new Date(hold.untilMs).toISOString() },
    userId: tweet.userId,
    key: `rateLimit:${tweet.id}:${since}`,
    at: now,
    tweetId: tweet.id,
    accountId: claim.accountId,
  });
}

/** Somebody whose tweet comes to wait later sees the hold in the studio. */
async function tellEverybodyWaiting(tx: Tx, { kind, detail }: Notice, key: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Notification" ("id", "userId", "kind", "key", "at", "detail")
    SELECT gen_random_uuid(), waiting."userId", ${kind}, ${key}, ${now}, ${JSON.stringify(detail)}::jsonb
    FROM (SELECT DISTINCT "userId" FROM "Tweet" WHERE "status" IN ('SCHEDULED', 'PUBLISHING')) AS waiting
    ON CONFLICT ("userId", "key") DO NOTHING`;
}
