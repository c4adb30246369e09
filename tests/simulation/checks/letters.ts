// S14: an entry of QStash's dead letters is gone only when its message has ended here, and its tweet knows why.
import type { WireCall } from "../wire/wire";
import { type Check, violate } from "./check";

const named = /"messageId":"(msg_[0-9a-zA-Z_]+)"/g;

/** Messages that QStash told Roost it had given up on, of each list once. */
const told = new WeakMap<WireCall, string[]>();

function lettersIn(call: WireCall): string[] {
  if (call.service !== "qstash" || call.method !== "GET" || !call.path.startsWith("/v2/dlq")) return [];
  const known = told.get(call);
  if (known) return known;
  const found = [...call.answer.matchAll(named)].flatMap(([, id]) => id ?? []);
  if (call.answer.endsWith("}")) told.set(call, found);
  return found;
}

const judgedFirst: Check = ({ now, wire, numberOf }) => {
  const letters = new Set(wire.flatMap(lettersIn));
  if (letters.size === 0) return [];
  const kept = new Set(now.deadLetters.map(({ messageId }) => messageId));
  return now.messages.flatMap(({ qstashId, tweetId, endedAt }) =>
    qstashId !== null && letters.has(qstashId) && !kept.has(qstashId) && endedAt === null
      ? [
          violate(
            "S14 what QStash gave up on is judged before it is cleared",
            `${qstashId} of tweet ${numberOf.get(tweetId)} was cleared, and Roost takes it for alive`,
          ),
        ]
      : [],
  );
};

export const letterChecks: Check[] = [judgedFirst];
