import { isUtf8 } from "node:buffer";
import type { Message } from "./message";

/** A message as `GET /v2/messages/{id}` answers it; absent fields are left out by JSON. */
export function messageView(message: Message) {
  return {
    messageId: message.id,
    url: message.url,
    method: message.method,
    header: message.headers,
    ...bodyView("body", message.body),
    maxRetries: message.maxRetries,
    retryDelayExpression: message.retryDelay ?? undefined,
    notBefore: message.notBefore,
    createdAt: message.createdAt,
    callerIP: message.callerIp,
    ...flowView(message),
    ...labelView(message.labels),
  };
}

/** A message as the sandbox's own `GET /_sandbox/messages` gives it, with what the real service never tells. */
export function sandboxMessageView(message: Message) {
  return {
    ...messageView(message),
    body: message.body.toString(),
    state: message.state,
    phase: message.phase,
    dueAt: message.dueAt,
    endedAt: message.endedAt,
    cancelRequestedAt: message.cancelRequestedAt,
    retried: message.retried,
    deduplicationId: message.deduplicationId,
    timeoutMs: message.timeoutMs,
  };
}

/** `label` holds the first label only; `labels` all of them. */
export function labelView(labels: string[]) {
  return labels.length > 0 ? { label: labels[0], labels } : {};
}

/** Text as it is under `name`; anything else in base64 under `nameBase64`. */
export function bodyView<Name extends string>(name: Name, body: Buffer): Record<string, string> {
  if (body.length === 0) return {};
  return isUtf8(body) ? { [name]: body.toString() } : { [`${name}Base64`]: body.toString("base64") };
}

function flowView(message: Message) {
  if (!message.flowKey) return {};
  return {
    flowControlKey: message.flowKey,
    parallelism: message.parallelism ?? undefined,
    rate: message.rate ?? undefined,
    period: message.periodSeconds ?? undefined,
  };
}
