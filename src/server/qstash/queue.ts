// QStash as Roost uses it: publish a message, cancel by id, ask what became of messages.
import { Client } from "@upstash/qstash";
import { policy as defaultPolicy, type Policy } from "~/domain/policy";
import { type CallResult, callQStash, quietSdk } from "./call";
import { createDeadLetters, type DeadLetters } from "./dead-letters";
import { type EvidenceBatch, gatherEvidence } from "./evidence";

export type OutgoingMessage = {
  tweetId: string;
  revision: number;
  arming: number;
  accountId: string;
  notBefore: Date;
};

export type PublishResult = CallResult<{ qstashId: string; isDeduplicated: boolean }>;

export type Queue = DeadLetters & {
  /** Where QStash delivers to; the signature names it. */
  deliveryUrl: string;
  /** Names this installation on every message. */
  label: string;
  /** One result for each message, in order. One call for up to 100 messages. */
  publish: (messages: OutgoingMessage[]) => Promise<PublishResult[]>;
  /** Asks QStash to drop messages. `notFound` is no failure: they are gone. Never called without an id. */
  cancel: (qstashIds: string[]) => Promise<CallResult<unknown>>;
  gatherEvidence: (qstashIds: string[], budgetMs: number) => Promise<EvidenceBatch>;
  /** Publishes a harmless message, reads it back and takes it away: does this token see what it wrote? */
  probe: (now: Date, budgetMs: number) => Promise<CallResult<boolean>>;
};

export type QueueOptions = {
  url: string;
  token: string;
  /** The public address of the web app. */
  appUrl: string;
  /** Names this installation; the label of each message. */
  installation: string;
  policy?: Policy;
};

export const deliveryPath = "/api/qstash/post-tweet";
const probeDelayMs = 3_600_000;

export function createQueue(options: QueueOptions): Queue {
  quietSdk();
  const policy = options.policy ?? defaultPolicy;
  const client = new Client({
    baseUrl: options.url,
    token: options.token,
    devMode: false,
    enableTelemetry: false,
    retry: false,
  });
  const deliveryUrl = new URL(deliveryPath, options.appUrl).href;
  const label = options.installation;
  const call = <T>(run: () => Promise<T>) => callQStash(policy.arm.callTimeoutMs, run);
  const toRequest = (message: OutgoingMessage) => ({
    url: deliveryUrl,
    body: { tweetId: message.tweetId, revision: message.revision },
    notBefore: Math.ceil(message.notBefore.getTime() / 1000),
    // A copy of the database that shares the account has the same tweets: it is not to be answered with these ids.
    deduplicationId: `${label}-${message.tweetId}-${message.revision}-${message.arming}`,
    label,
    retries: policy.message.retries,
    retryDelay: policy.message.retryDelayExpression,
    timeout: policy.message.timeoutS,
    flowControl: { key: `account-${message.accountId}`, parallelism: policy.message.accountParallelism },
  });
  return {
    ...createDeadLetters(client, { label, url: deliveryUrl }, policy),
    deliveryUrl,
    label,
    publish: async (messages) => {
      const answer = await call(() => client.batchJSON(messages.map(toRequest)));
      return messages.map((_, index) => (answer.ok ? readEntry(answer.value[index]) : answer));
    },
    cancel: async (qstashIds) => {
      if (qstashIds.length === 0) return { ok: true, value: null };
      const gone = await call(() => client.messages.cancel([...qstashIds]));
      return !gone.ok && gone.why === "notFound" ? { ok: true, value: null } : gone;
    },
    gatherEvidence: (qstashIds, budgetMs) => gatherEvidence(client, policy, qstashIds, budgetMs),
    probe: async (now, budgetMs) => {
      const deadlineMs = performance.now() + budgetMs;
      const callInTime = <T>(run: () => Promise<T>) => callQStash(deadlineMs - performance.now(), run);
      const written = await callInTime(() =>
        client.publishJSON({
          url: deliveryUrl,
          body: { probe: true },
          notBefore: Math.ceil((now.getTime() + probeDelayMs) / 1000),
          label: `${label}-probe`,
          retries: 0,
        }),
      );
      if (!written.ok) return written;
      const read = await callInTime(() => client.messages.get(written.value.messageId));
      void call(() => client.messages.cancel(written.value.messageId));
      return read.ok ? { ok: true, value: true } : read;
    },
  };
}

/** A bad entry of a batch comes back in place as `{ error }`, typed as a success. */
function readEntry(entry: unknown): PublishResult {
  const { messageId, deduplicated, error } = (entry ?? {}) as {
    messageId?: unknown;
    deduplicated?: unknown;
    error?: unknown;
  };
  if (typeof messageId !== "string") {
    return {
      ok: false,
      why: "refused",
      detail: typeof error === "string" ? error : "QStash named no message.",
    };
  }
  return { ok: true, value: { qstashId: messageId, isDeduplicated: deduplicated === true } };
}
