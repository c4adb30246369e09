// A hold that X's answer asks for: nothing of the account, or of the whole app, goes out until it ends.
import type { Tx } from "../db";
import type { Claimed } from "./claim";
import type { Outcome } from "./record-outcome";

export async function writeHold(
  tx: Tx,
  claim: Claimed,
  hold: NonNullable<Extract<Outcome, { kind: "later" }>["hold"]>,
  detail: string,
  now: Date,
): Promise<void> {
  if (hold.scope === "account") {
    await tx.xAccount.updateMany({
      where: {
        id: claim.accountId,
        ...(hold.tokenVersion === null ? {} : { tokenVersion: hold.tokenVersion }),
      },
      data: { holdReason: hold.reason, holdUntil: hold.until, holdDetail: detail },
    });
    return;
  }
  const data = { until: hold.until, detail, since: now };
  await tx.appHold.upsert({
    where: { reason: hold.reason },
    create: { reason: hold.reason, ...data },
    update: data,
  });
}
