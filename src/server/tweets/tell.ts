// Tells a person something, in the transaction of what it is about: it is told exactly when that happens. Telling the
// same twice is telling it once.
import { randomUUID } from "node:crypto";
import type { Notice } from "~/domain/notices";
import { policy } from "~/domain/policy";
import { storable } from "~/domain/text";
import type { Tx } from "../db";

export type Telling = Notice & {
  userId: string;
  /** Names the occurrence: `reconnect:<account>:<since>`. */
  key: string;
  at: Date;
  tweetId?: string;
  accountId?: string;
};

/** Writes the notice, unless this person was told under this key before. */
export async function tell(tx: Tx, telling: Telling): Promise<void> {
  const { kind, detail, tweetId, accountId, ...rest } = telling;
  await tx.notification.createMany({
    data: [
      {
        ...rest,
        id: randomUUID(),
        kind,
        detail: cut(detail),
        ...(tweetId ? { tweetId } : {}),
        ...(accountId ? { accountId } : {}),
      },
    ],
    skipDuplicates: true,
  });
}

function cut(detail: Record<string, string>): Record<string, string> {
  const entries = Object.entries(detail);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, storable(value, policy.history.maxWordsCharacters)]),
  );
}
