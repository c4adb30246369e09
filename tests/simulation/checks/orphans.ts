// S4: what was taken off the schedule by evidence had really lost its message, and not because so much vanished at once.
import { type Check, violate } from "./check";

/** Of one pass, as the policy of the breaker has it. */
const breaker = { count: 10, share: 0.2 };

const noFalseOrphan: Check = ({ now, numberOf }) => {
  const messages = new Map(now.qstash.map((message) => [message.id, message]));
  return now.events.flatMap((event) => {
    if (event.kind !== "orphaned") return [];
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

export const orphanChecks: Check[] = [noFalseOrphan, breakerHolds];
