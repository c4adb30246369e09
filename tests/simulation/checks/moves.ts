// S6: the row of events is the tweet's whole life: legal moves only, each attempt ended once, and nothing beside it.
import { byTweet, type Check, violate } from "./check";
import type { EventRow } from "./snapshot";

/** The table of moves, as people are promised it; from nothing: a creation. */
const moves: Record<string, readonly string[]> = {
  "": ["DRAFT", "SCHEDULED"],
  DRAFT: ["DRAFT", "SCHEDULED", "CANCELLED"],
  SCHEDULED: ["SCHEDULED", "DRAFT", "PUBLISHING", "FAILED", "CANCELLED"],
  PUBLISHING: ["PUBLISHING", "PUBLISHED", "SCHEDULED", "FAILED", "UNCONFIRMED"],
  UNCONFIRMED: ["PUBLISHED", "SCHEDULED", "FAILED"],
  FAILED: ["FAILED", "SCHEDULED", "CANCELLED"],
  CANCELLED: ["CANCELLED", "SCHEDULED", "DRAFT"],
  PUBLISHED: ["PUBLISHED"],
};

/** A 201 that is learned late is recorded whatever the state. */
const learnedLate = "posted, learned late";

const onlyTheTable: Check = ({ now, numberOf }) => {
  const violations = [];
  for (const [tweetId, events] of byTweet(now.events)) {
    let state = "";
    for (const event of events) {
      const isLegal =
        event.kind === learnedLate
          ? state !== "PUBLISHED"
          : (moves[event.from ?? ""]?.includes(event.to) ?? false);
      const isDeletion = event.kind === "deleted" && event.from === "PUBLISHED";
      if ((event.from ?? "") !== state || !(isLegal || isDeletion)) {
        const what = `tweet ${numberOf.get(tweetId)} was ${state || "nothing"} and moved ${event.from ?? "nothing"} -> ${event.to} (${event.kind})`;
        violations.push(violate("S6 only the moves of the table", what));
      }
      state = event.to;
    }
  }
  return violations;
};

/** A move out of PUBLISHING names the attempt that ended with it; a part that is done too. */
const attemptEndsOnce: Check = ({ now, numberOf }) => {
  const ended = new Map<string, EventRow>();
  const attempts = new Map(now.attempts.map((attempt) => [attempt.id, attempt]));
  return now.events.flatMap((event) => {
    if (event.from !== "PUBLISHING" || event.kind === learnedLate) return [];
    const id = String(event.detail?.attemptId ?? "");
    const attempt = attempts.get(id);
    const endsIt = event.to !== "PUBLISHING" || event.kind === "part posted";
    if (!endsIt) return [];
    const before = ended.get(id);
    ended.set(id, event);
    if (attempt?.endedAt && !before) return [];
    const what = `tweet ${numberOf.get(event.tweetId)}: "${event.kind}" names the attempt ${id || "none"}, which ${
      before ? `had ended with "${before.kind}"` : "has not ended"
    }`;
    return [violate("S6 an attempt ends once", what)];
  });
};

const replayed: Check = ({ now, numberOf }) => {
  const eventsOf = byTweet(now.events);
  const partsOf = byTweet(now.parts);
  return now.tweets.flatMap((tweet) => {
    const events = eventsOf.get(tweet.id) ?? [];
    const last = events.at(-1);
    const told = [last?.to, last?.revision, timeOf(last?.scheduledFor)];
    const known = [tweet.status, tweet.revision, timeOf(tweet.scheduledFor)];
    const named = new Set(events.flatMap(({ detail }) => (detail?.xId ? [String(detail.xId)] : [])));
    const out = (partsOf.get(tweet.id) ?? []).flatMap(({ xId }) => xId ?? []);
    const isSame = told.every((value, at) => value === known[at]);
    if (isSame && out.every((xId) => named.has(xId)) && named.size === out.length) return [];
    const what = `tweet ${numberOf.get(tweet.id)} is ${known.join(", ")} with posts [${out}]; its events say ${told.join(", ")} with posts [${[...named]}]`;
    return [violate("S6 the events replayed give the tweet", what)];
  });
};

const presentMessage: Check = ({ now, numberOf }) => {
  const messages = new Map(now.messages.map((message) => [message.qstashId, message]));
  return now.tweets.flatMap(({ id, revision, qstashId }) => {
    const message = qstashId === null ? undefined : messages.get(qstashId);
    if (qstashId === null || (message?.tweetId === id && message.revision === revision)) return [];
    const what = `tweet ${numberOf.get(id)} is at revision ${revision}, its message at ${message?.revision ?? "none"}`;
    return [violate("S6 the present message is of the present revision", what)];
  });
};

function timeOf(time: string | null | undefined): number | null {
  return time ? Date.parse(time) : null;
}

export const moveChecks: Check[] = [onlyTheTable, attemptEndsOnce, replayed, presentMessage];
