import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Db } from "../db";

const name = "dead-letters";
const nextAskMs = new WeakMap<Db, number>();

/** Whether this sweep looks at the dead letters: of all processes one does, every few minutes. Taking the turn uses it up. */
export async function isTimeForDeadLetters(c: Collaborators, now: Date): Promise<boolean> {
  const nowMs = now.getTime();
  const { everyMs } = policy.deadLetters;
  const waitMs = (nextAskMs.get(c.db) ?? nowMs) - nowMs;
  // A longer wait was begun before the clock was set back.
  if (waitMs > 0 && waitMs <= everyMs) return false;
  nextAskMs.set(c.db, nowMs + everyMs);
  const taken = await c.db.$executeRaw`
    INSERT INTO "Lease" AS l ("name", "holder", "until")
    VALUES (${name}, ${String(process.pid)}, ${new Date(nowMs + everyMs)})
    ON CONFLICT ("name") DO UPDATE SET "holder" = EXCLUDED."holder", "until" = EXCLUDED."until"
    WHERE l."until" <= ${now} OR l."until" > ${new Date(nowMs + 2 * everyMs)}`;
  return taken === 1;
}
