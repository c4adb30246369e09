// Holds whose end has passed: what waited on them is given its turns before a sweep starts it all at once.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { endHold } from "./end-hold";

type RunOut = { accountId: string | null; userId: string | null; reason: string; until: Date };

/** Ends them, some at a time. Returns how many. One that fails is logged, and its tweets go out as any overdue one. */
export async function endRunOutHolds(c: Collaborators, now: Date): Promise<number> {
  const limit = policy.hold.endsPerSweep;
  const found = await c.db.$queryRaw<RunOut[]>`
    (SELECT "id" AS "accountId", "userId", "holdReason" AS "reason", "holdUntil" AS "until" FROM "XAccount"
      WHERE "holdUntil" <= ${now} AND "holdReason" IS NOT NULL LIMIT ${limit})
    UNION ALL
    (SELECT NULL, NULL, "reason", "until" FROM "AppHold" WHERE "until" <= ${now})`;
  let ended = 0;
  for (const hold of found) {
    try {
      if (await end(c, hold)) ended += 1;
    } catch (error) {
      c.log.error({ accountId: hold.accountId, reason: hold.reason, error }, "hold.not_ended");
    }
  }
  return ended;
}

function end(c: Collaborators, { accountId, userId, reason, until }: RunOut): Promise<boolean> {
  const shared = { reasons: [reason], ranOutAt: until, actor: "sweep" as const };
  if (accountId === null || userId === null) {
    const lift = async () => (await c.db.appHold.deleteMany({ where: { reason, until } })).count > 0;
    return endHold(c, { ...shared, scope: null, lift });
  }
  const lift = async () => {
    const { count } = await c.db.xAccount.updateMany({
      where: { id: accountId, holdReason: reason, holdUntil: until },
      data: noHold,
    });
    return count > 0;
  };
  return endHold(c, { ...shared, scope: { userId, accountId }, lift });
}

/** An account's columns without a hold. */
export const noHold = { holdReason: null, holdUntil: null, holdDetail: null, holdSince: null };
