import type pg from "pg";
import type { LogState } from "./message";
import type { ResponseHeaders } from "./retry-delay";

/** What a log row tells beside its message; the response only where a delivery failed. */
export type LogRow = {
  time: number;
  messageId: string;
  state: LogState;
  error?: string;
  nextDeliveryTime?: number;
  response?: { status: number; headers: ResponseHeaders; body: Buffer };
};

export async function writeLog(db: pg.Pool | pg.PoolClient, row: LogRow): Promise<void> {
  await db.query(
    `INSERT INTO log (time, "messageId", state, error, "nextDeliveryTime",
                      "responseStatus", "responseHeaders", "responseBody")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.time,
      row.messageId,
      row.state,
      row.error,
      row.nextDeliveryTime,
      row.response?.status,
      row.response && JSON.stringify(row.response.headers),
      row.response?.body,
    ],
  );
}

export async function purgeLog(db: pg.Pool, beforeMs: number): Promise<void> {
  await db.query("DELETE FROM log WHERE time < $1", [beforeMs]);
}
