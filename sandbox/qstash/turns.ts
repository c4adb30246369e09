import type { Core } from "./context";
import { deliverySubject } from "./deliver";
import type { Message } from "./message";

/** What was held or under way, but not by this process (`activeIds`), waits again: it is overdue, so it comes next. */
export async function recoverInterrupted(core: Core, activeIds: string[]): Promise<void> {
  await core.db.query(
    `UPDATE messages SET phase = 'waiting'
     WHERE phase IN ('held', 'active') AND NOT id = ANY ($1)`,
    [activeIds],
  );
}

/** Takes all that is due by `byMs`. */
export async function takeDue(core: Core, byMs: number): Promise<Message[]> {
  const { rows } = await core.db.query<Message>(
    `UPDATE messages SET phase = 'held' WHERE phase = 'waiting' AND "dueAt" <= $1 RETURNING *`,
    [byMs],
  );
  return rows;
}

/** Puts off what a fault puts off; the rest may be delivered. */
export async function admit(core: Core, due: Message[]): Promise<Message[]> {
  const ready: Message[] = [];
  for (const message of due) {
    const subject = deliverySubject(message);
    if (await core.faults.take("deliver-never", subject)) {
      await postpone(core, message, null);
      continue;
    }
    const late = message.delayedByFault ? undefined : await core.faults.take("deliver-late", subject);
    if (late) await postpone(core, message, core.clock.now() + late.params.ms);
    else ready.push(message);
  }
  return ready;
}

async function postpone(core: Core, message: Message, dueAt: number | null): Promise<void> {
  await core.db.query(
    `UPDATE messages SET phase = 'waiting', "delayedByFault" = true,
                         "dueAt" = CASE WHEN "cancelRequestedAt" IS NULL THEN $2 ELSE "dueAt" END
     WHERE id = $1 AND phase = 'held'`,
    [message.id, dueAt],
  );
}

/** Writes down that deliveries have started. */
export async function markActive(core: Core, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await core.db.query(
    `WITH started AS (
       UPDATE messages SET phase = 'active', state = 'ACTIVE' WHERE id = ANY ($1) AND phase = 'held'
       RETURNING id, seq
     )
     INSERT INTO log (time, "messageId", state) SELECT $2, id, 'ACTIVE' FROM started ORDER BY seq`,
    [ids, core.clock.now()],
  );
}

/** "In the next deliver time, the message will be marked as CANCELLED": upstash.com/docs/qstash/howto/debug-logs. */
export async function finishCancelled(core: Core, messages: Message[]): Promise<void> {
  if (messages.length === 0) return;
  await core.db.query(
    `WITH ended AS (
       UPDATE messages SET phase = 'done', state = 'CANCELLED', "endedAt" = $2
       WHERE id = ANY ($1) AND phase = 'held'
       RETURNING id, seq
     )
     INSERT INTO log (time, "messageId", state) SELECT $2, id, 'CANCELLED' FROM ended ORDER BY seq`,
    [messages.map((message) => message.id), core.clock.now()],
  );
}

/** @returns Unix milliseconds; Infinity when nothing waits. */
export async function nextDueAt(core: Core): Promise<number> {
  const { rows } = await core.db.query<{ dueAt: number | null }>(
    `SELECT min("dueAt") AS "dueAt" FROM messages WHERE phase = 'waiting'`,
  );
  return rows[0]?.dueAt ?? Number.POSITIVE_INFINITY;
}
