import { inTransaction } from "../postgres/transaction";
import type { Core } from "./context";
import { type DeliveryResult, isSuccess } from "./deliver";
import { newDlqId } from "./ids";
import { type LogRow, writeLog } from "./log";
import type { LogState, Message } from "./message";
import { retryDelayMs } from "./retry-delay";

/** With `Upstash-NonRetryable-Error: true`, an answer that no retry would change. */
const nonRetryableStatus = 489;

/**
 * Writes down what came of a delivery: DELIVERED; or ERROR and, while retries are left, RETRY with the next time;
 * or ERROR and FAILED, and the message goes to the DLQ. Does nothing when the message is gone (a reset).
 * @returns the next delivery's time in Unix milliseconds, if there is one.
 */
export async function recordOutcome(
  core: Core,
  message: Message,
  result: DeliveryResult,
): Promise<number | undefined> {
  const nowMs = core.clock.now();
  if (isSuccess(result)) {
    await core.db.query(
      `WITH ended AS (
         UPDATE messages SET phase = 'done', state = 'DELIVERED', "endedAt" = $2
         WHERE id = $1 AND phase = 'active' RETURNING id
       )
       INSERT INTO log (time, "messageId", state) SELECT $2, id, 'DELIVERED' FROM ended`,
      [message.id, nowMs],
    );
    return undefined;
  }
  const failure = describeFailure(result);
  if (message.retried >= message.maxRetries || isNonRetryable(result)) {
    await fail(core, message, failure, nowMs);
    return undefined;
  }
  const headers = result.kind === "answered" ? result.answer.headers : {};
  const dueAt = nowMs + retryDelayMs(message.retried, message.retryDelay ?? undefined, headers, nowMs);
  await inTransaction(core.db, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE messages SET phase = 'waiting', state = 'RETRY', retried = retried + 1, "dueAt" = $2
       WHERE id = $1 AND phase = 'active'`,
      [message.id, dueAt],
    );
    if (!rowCount) return;
    await writeLog(tx, { ...row(message, nowMs, "ERROR"), ...failure, nextDeliveryTime: dueAt });
    await writeLog(tx, { ...row(message, nowMs, "RETRY"), nextDeliveryTime: dueAt });
  });
  return dueAt;
}

type Failure = Pick<LogRow, "error" | "response">;

async function fail(core: Core, message: Message, failure: Failure, nowMs: number): Promise<void> {
  const { error, response } = failure;
  await inTransaction(core.db, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE messages SET phase = 'done', state = 'FAILED', "endedAt" = $2 WHERE id = $1 AND phase = 'active'`,
      [message.id, nowMs],
    );
    if (!rowCount) return;
    await writeLog(tx, { ...row(message, nowMs, "ERROR"), ...failure });
    await writeLog(tx, { ...row(message, nowMs, "FAILED"), error });
    await tx.query(
      `INSERT INTO dlq (id, time, "messageId", error, "responseStatus", "responseHeaders", "responseBody")
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        newDlqId(nowMs),
        nowMs,
        message.id,
        error,
        response?.status,
        response && JSON.stringify(response.headers),
        response?.body,
      ],
    );
  });
}

function row(message: Message, time: number, state: LogState): LogRow {
  return { messageId: message.id, time, state };
}

function describeFailure(result: DeliveryResult): Failure {
  if (result.kind === "unanswered") return { error: result.error };
  return { error: `the destination answered ${result.answer.status}`, response: result.answer };
}

function isNonRetryable(result: DeliveryResult): boolean {
  if (result.kind === "unanswered" || result.answer.status !== nonRetryableStatus) return false;
  return result.answer.headers["upstash-nonretryable-error"]?.[0]?.toLowerCase() === "true";
}
