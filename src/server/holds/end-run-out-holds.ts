// Holds whose end has passed: what waited on them is given its turns before a sweep starts it all at once. QStash is not
// waited for: with many that end together nothing overdue would be looked at for minutes, where it hangs.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { type EndedHold, endInDatabase } from "./end-hold";

type RunOut = { accountId: string | null; userId: string | null; reason: string; until: Date };

export type RunOutEnded = {
  ended: number;
  /** Messages that QStash is to drop. What was given its turn has none now, and is armed as anything without one. */
  unwanted: string[];
};

/** Ends them, some at a time. One that fails is logged, and its tweets go out as any overdue one. */
export async function endRunOutHolds(c: Collaborators, now: Date): Promise<RunOutEnded> {
  const limit = policy.hold.endsPerSweep;
  const found = await c.db.$queryRaw<RunOut[]>`
    (SELECT "id" AS "accountId", "userId", "holdReason" AS "reason", "holdUntil" AS "until" FROM "XAccount"
      WHERE "holdUntil" <= ${now} AND "holdReason" IS NOT NULL LIMIT ${limit})
    UNION ALL
    (SELECT NULL, NULL, "reason", "until" FROM "AppHold" WHERE "until" <= ${now})`;
  const unwanted: string[] = [];
  const lastMsOf = new Map<string, number>();
  let ended = 0;
  for (const hold of found) {
    try {
      const { isLifted, turns } = await end(c, hold, lastMsOf);
      if (isLifted) ended += 1;
      unwanted.push(...turns.unwanted);
    } catch (error) {
      c.log.error({ accountId: hold.accountId, reason: hold.reason, error }, "hold.not_ended");
    }
  }
  return { ended, unwanted };
}

function end(
  c: Collaborators,
  { accountId, userId, reason, until }: RunOut,
  lastMsOf: Map<string, number>,
): Promise<EndedHold> {
  const shared = { reasons: [reason], ranOutAt: until, actor: "sweep" as const, lastMsOf };
  if (accountId === null || userId === null) {
    const lift = async () => (await c.db.appHold.deleteMany({ where: { reason, until } })).count > 0;
    return endInDatabase(c, { ...shared, scope: null, lift });
  }
  const lift = async () => {
    const { count } = await c.db.xAccount.updateMany({
      where: { id: accountId, holdReason: reason, holdUntil: until },
      data: noHold,
    });
    return count > 0;
  };
  return endInDatabase(c, { ...shared, scope: { userId, accountId }, lift });
}

/** An account's columns without a hold. */
export const noHold = { holdReason: null, holdUntil: null, holdDetail: null, holdSince: null };
