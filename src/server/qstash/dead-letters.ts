// QStash's dead-letter queue, as far as it is about this installation: what it gave up on, a page at a time.
import type { Client } from "@upstash/qstash";
import type { Policy } from "~/domain/policy";
import { quote } from "~/domain/quote";
import { type CallResult, callQStash } from "./call";

export type DeadLetter = {
  dlqId: string;
  /** QStash's id of the message that died. */
  qstashId: string;
  body: string;
  /** What the last delivery was answered; null where nobody answered. */
  status: number | null;
  words: string;
};

export type DeadLetterPage = { letters: DeadLetter[]; cursor: string | null };

/** By the label that our messages carry, or by the address that they go to. */
export type DeadLetterFilter = "label" | "url";

export type DeadLetters = {
  /** One page, the newest first; pass `cursor` on for the next. */
  listDeadLetters: (by: DeadLetterFilter, cursor: string | null) => Promise<CallResult<DeadLetterPage>>;
  /** Removes entries by their ids. `notFound` is no failure: they are gone. */
  dropDeadLetters: (dlqIds: string[]) => Promise<CallResult<unknown>>;
};

export function createDeadLetters(
  client: Client,
  ours: { label: string; url: string },
  policy: Policy,
): DeadLetters {
  const call = <T>(run: () => Promise<T>) => callQStash(policy.arm.callTimeoutMs, run);
  return {
    listDeadLetters: async (by, cursor) => {
      const answer = await call(() =>
        client.dlq.listMessages({
          count: policy.deadLetters.pageSize,
          filter: by === "label" ? { label: ours.label } : { url: ours.url },
          ...(cursor === null ? {} : { cursor }),
        }),
      );
      if (!answer.ok) return answer;
      const letters = answer.value.messages.map((message) => toLetter(message, policy));
      return { ok: true, value: { letters, cursor: answer.value.cursor || null } };
    },
    dropDeadLetters: async (dlqIds) => {
      // Without an id the SDK would ask to delete by nothing, which is everything.
      if (dlqIds.length === 0) return { ok: true, value: null };
      const dropped = await call(() => client.dlq.delete([...dlqIds]));
      return !dropped.ok && dropped.why === "notFound" ? { ok: true, value: null } : dropped;
    },
  };
}

type Listed = Awaited<ReturnType<Client["dlq"]["listMessages"]>>["messages"][number];

function toLetter(message: Listed, policy: Policy): DeadLetter {
  return {
    dlqId: message.dlqId,
    qstashId: message.messageId,
    body: message.body ?? "",
    status: message.responseStatus || null,
    words: quote(message.responseBody ?? "", policy.history.maxWordsCharacters),
  };
}
