import { randomBytes } from "node:crypto";

const messageIdBytes = 16;
const jwtIdBytes = 12;

export function newMessageId(): string {
  return `msg_${randomBytes(messageIdBytes).toString("hex")}`;
}

export function newJwtId(): string {
  return `jwt_${randomBytes(jwtIdBytes).toString("hex")}`;
}

let lastDlqMs = 0;
let dlqCount = 0;

/** An id of the form that QStash gives its DLQ entries: `1725323658779-0`. */
export function newDlqId(nowMs: number): string {
  dlqCount = nowMs === lastDlqMs ? dlqCount + 1 : 0;
  lastDlqMs = nowMs;
  return `${nowMs}-${dlqCount}`;
}
