// What each revision of a tweet must hold, told from what its owner asked and from the row of events alone.
import type { Act } from "../world/acts";
import { byTweet, type Evidence } from "./check";
import type { EventRow } from "./snapshot";

export type Chapter = {
  revision: number;
  /** Its parts' texts: one of these; more than one where two acts raced and neither was answered. */
  texts: string[][];
  scheduledFor: string | null;
  /** The owner's acts that may have made it; empty where Roost did. */
  acts: Act[];
  events: EventRow[];
};

/** Every revision of every tweet, by tweet and revision. */
export function tellStories({
  now,
  acts,
}: Pick<Evidence, "now" | "acts">): Map<string, Map<number, Chapter>> {
  const stories = new Map<string, Map<number, Chapter>>();
  const actsOf = actsOnTweets({ now, acts });
  for (const [tweetId, events] of byTweet(now.events)) {
    const chapters = new Map<number, Chapter>();
    let texts: string[][] = [];
    for (const event of events) {
      const known = chapters.get(event.revision);
      if (known) {
        known.events.push(event);
        known.scheduledFor = event.scheduledFor;
        continue;
      }
      const made = actsBehind(actsOf.get(tweetId) ?? [], event);
      const written = writing.has(event.kind) ? made.flatMap((act) => (act.texts ? [act.texts] : [])) : [];
      if (written.length > 0) texts = written;
      chapters.set(event.revision, {
        revision: event.revision,
        texts,
        scheduledFor: event.scheduledFor,
        acts: made,
        events: [event],
      });
    }
    stories.set(tweetId, chapters);
  }
  return stories;
}

/** Each tweet's acts, those on all of its account among them. */
export function actsOnTweets({ now, acts }: Pick<Evidence, "now" | "acts">): Map<string, Act[]> {
  const own = byTweet(acts);
  const onAccounts = acts.filter(({ kind }) => kind === "cancelHeld");
  return new Map(
    now.tweets.map(({ id, accountId }) => [
      id,
      [...(own.get(id) ?? []), ...onAccounts.filter((act) => act.accountId === accountId)],
    ]),
  );
}

const writing = new Set(["scheduled", "edited"]);

const kindsBehind: Record<string, readonly Act["kind"][]> = {
  scheduled: ["create", "schedule", "postNow", "retryAll"],
  edited: ["edit"],
  rescheduled: ["reschedule", "postNow"],
  "post now asked": ["postNow", "retryAll"],
  unscheduled: ["unschedule"],
  stopped: ["stop", "cancel", "cancelHeld"],
  cancelled: ["cancel", "cancelHeld"],
  deleted: ["delete"],
  restored: ["restore"],
  "roll-back asked": ["rollBack"],
};

/** The acts that can have made this event: on the revision before, by kind, and not refused. Answered ones first. */
export function actsBehind(acts: readonly Act[], event: EventRow): Act[] {
  if (event.actor !== "owner") return [];
  const kinds = kindsBehind[event.kind];
  const able = acts.filter(
    (act) =>
      (act.base === event.revision - 1 || act.kind === "cancelHeld") &&
      act.answer?.kind !== "refused" &&
      (kinds ? kinds.includes(act.kind) : act.kind !== "cancelHeld") &&
      act.kind !== "look" &&
      act.kind !== "sync",
  );
  const answered = able.filter(({ answer }) => answer?.kind === "ok");
  return answered.length > 0 ? answered : able;
}
