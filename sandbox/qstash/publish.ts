import type pg from "pg";
import type { Context } from "./context";
import { deduplicationKey, deduplicationWindowMs } from "./deduplication";
import { assertDestination } from "./destination";
import { newMessageId } from "./ids";
import type { Draft } from "./message";
import { type HeaderPairs, overQuota, readSettings } from "./publish-settings";

export type Publication = { url: string; pairs: HeaderPairs; body: Buffer; callerIp: string };
export type Published = { messageId: string; deduplicated?: true };

/** Reads and checks one publication. Throws ApiError when QStash would refuse it. */
export function readPublication(context: Context, { url, pairs, body, callerIp }: Publication): Draft {
  assertDestination(url, context.strict);
  if (body.length > context.limits.maxMessageBytes) {
    throw overQuota("maxMessageSize", context.limits.maxMessageBytes);
  }
  return { url, body, callerIp, ...readSettings(pairs, context.limits, context.clock.now()) };
}

/**
 * Keeps a message, its CREATED row and its deduplication mark in one statement, and sets the timer for it.
 * @returns its id, or the id of the message that it repeats.
 */
export async function publish(context: Context, draft: Draft): Promise<Published> {
  const lost = await context.faults.take("publish-lost", {
    method: draft.method,
    path: new URL(draft.url).pathname,
    labels: draft.labels,
    body: draft.body,
  });
  const id = newMessageId();
  const key = deduplicationKey(draft);
  for (;;) {
    if (await insert(context.db, { draft, id, key, lost: lost !== undefined })) {
      if (!lost) context.dispatcher.expect(draft.notBefore);
      return { messageId: id };
    }
    const { rows } = await context.db.query<{ messageId: string }>(
      `SELECT "messageId" FROM dedup WHERE key = $1 AND "expiresAt" > $2`,
      [key, draft.createdAt],
    );
    // No row: its window ended between the two statements, so the next insert goes through.
    if (rows[0]) return { messageId: rows[0].messageId, deduplicated: true };
  }
}

type Insert = { draft: Draft; id: string; key: string | null; lost: boolean };

/** @returns false when `key` is taken: then nothing was written. */
async function insert(db: pg.Pool, { draft, id, key, lost }: Insert): Promise<boolean> {
  const { rowCount } = await db.query(
    `WITH claimed AS (
       INSERT INTO dedup (key, "messageId", "expiresAt")
       SELECT $1::text, $2, $3 WHERE $1::text IS NOT NULL
       ON CONFLICT (key) DO UPDATE SET "messageId" = excluded."messageId", "expiresAt" = excluded."expiresAt"
       WHERE dedup."expiresAt" <= $4
       RETURNING key
     ), created AS (
       INSERT INTO messages (id, phase, state, "dueAt", "notBefore", "createdAt", url, method, headers, body,
                             "maxRetries", "retryDelay", "timeoutMs", labels, "flowKey", parallelism, rate,
                             "periodSeconds", "deduplicationId", "callerIp")
       SELECT $2, $5, $6, $7::bigint, $7::bigint, $4, $8, $9, $10, $11,
              $12, $13, $14, $15, $16, $17, $18, $19, $20, $21
       WHERE $1::text IS NULL OR EXISTS (SELECT FROM claimed)
       RETURNING id
     ), logged AS (
       INSERT INTO log (time, "messageId", state, "nextDeliveryTime")
       SELECT $4, id, 'CREATED', $7::bigint FROM created WHERE $5 <> 'lost'
     )
     SELECT id FROM created`,
    [
      key,
      id,
      draft.createdAt + deduplicationWindowMs,
      draft.createdAt,
      lost ? "lost" : "waiting",
      lost ? "LOST" : "CREATED",
      draft.notBefore,
      draft.url,
      draft.method,
      JSON.stringify(draft.headers),
      draft.body,
      draft.maxRetries,
      draft.retryDelay,
      draft.timeoutMs,
      draft.labels,
      draft.flowKey,
      draft.parallelism,
      draft.rate,
      draft.periodSeconds,
      draft.deduplicationId,
      draft.callerIp,
    ],
  );
  return rowCount === 1;
}
