import type { Core } from "./context";
import { inTransaction } from "./database";
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
    await end(core, message, "DELIVERED", [row(message, nowMs, "DELIVERED")]);
    return undefined;
  }
  const failure = describeFailure(result);
  if (message.retried >= message.maxRetries || isNonRetryable(result)) {
    const rows = [
      { ...row(message, nowMs, "ERROR"), ...failure },
      { ...row(message, nowMs, "FAILED"), error: failure.error },
    ];
    await end(core, message, "FAILED", rows, failure);
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

async function end(
  core: Core,
  message: Message,
  state: LogState,
  rows: LogRow[],
  failure?: Failure,
): Promise<void> {
  const nowMs = core.clock.now();
  await inTransaction(core.db, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE messages SET phase = 'done', state = $2, "endedAt" = $3 WHERE id = $1 AND phase = 'active'`,
      [message.id, state, nowMs],
    );
    if (!rowCount) return;
    for (const entry of rows) await writeLog(tx, entry);
    if (!failure) return;
    const { response } = failure;
    await tx.query(
      `INSERT INTO dlq (id, time, "messageId", error, "responseStatus", "responseHeaders", "responseBody")
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        newDlqId(nowMs),
        nowMs,
        message.id,
        failure.error,
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
