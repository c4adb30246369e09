// S4: what was taken off the schedule by evidence had really lost its message, and not because so much vanished at once.
import { type Check, violate } from "./check";

/** Of one pass, as the policy of the breaker has it. */
const breaker = { count: 10, share: 0.2 };

const noFalseOrphan: Check = ({ now, numberOf }) => {
  const messages = new Map(now.qstash.map((message) => [message.id, message]));
  return now.events.flatMap((event, index) => {
    if (event.kind !== "orphaned") return [];
    const before = now.events.slice(0, index).filter(({ tweetId }) => tweetId === event.tweetId);
    const armed = before.findLast(({ kind }) => kind === "armed");
    if (armed?.detail?.qstashId !== event.detail?.qstashId || armed?.revision !== before.at(-1)?.revision) {
      const what = `tweet ${numberOf.get(event.tweetId)} was unscheduled for a message that was not its present one`;
      return [violate("S4 no false orphan", what)];
    }
    const message = messages.get(String(event.detail?.qstashId ?? ""));
    // One that a fault of the menu lost was never there; one that somebody took out is gone.
    if (!message || message.phase === "lost" || message.cancelRequestedAt !== null) return [];
    const what = `tweet ${numberOf.get(event.tweetId)} was unscheduled though its message was ${message.state}`;
    return [violate("S4 no false orphan", what)];
  });
};

const breakerHolds: Check = ({ now, passes }) =>
  passes.flatMap(({ name, orphaned, armed }) =>
    orphaned > breaker.count && orphaned > armed * breaker.share
      ? [violate("S4 the breaker holds", `${name} unscheduled ${orphaned} of ${armed} at ${now.atMs}`)]
      : [],
  );

/** What Roost asked QStash to drop, and what it must not have. */
const noServantCancelled: Check = ({ now, wire, numberOf }) => {
  const asked = new Set(
    wire.flatMap((call) => {
      if (call.service !== "qstash" || call.method !== "DELETE" || call.process === "control") return [];
      return [...call.path.matchAll(/msg_[0-9a-f]+/g)].map(([id]) => id);
    }),
  );
  const current = now.tweets.flatMap(({ id, qstashId, status }) =>
    status === "SCHEDULED" && qstashId !== null && asked.has(qstashId)
      ? [
          violate(
            "S4 no message that serves its tweet is cancelled",
            `the present one of tweet ${numberOf.get(id)} was`,
          ),
        ]
      : [],
  );
  const foreign = now.qstash.flatMap(({ id, body, cancelRequestedAt }) =>
    cancelRequestedAt !== null && body.includes("foreign")
      ? [violate("S4 no message of another installation is cancelled", `${id} was: ${body}`)]
      : [],
  );
  return [...current, ...foreign];
};

export const orphanChecks: Check[] = [noFalseOrphan, breakerHolds, noServantCancelled];
