// S5, S7, S8: a tweet is what its owner made it, and nobody else's act is in it.
import type { Act } from "../world/acts";
import { readTag } from "../world/tags";
import { byTweet, type Check, type Violation, violate } from "./check";
import type { EventRow } from "./snapshot";
import { actsBehind, actsOnTweets, tellStories } from "./story";

/** What raises the revision when it succeeds. */
const raising = new Set<Act["kind"]>([
  ...(["create", "edit", "schedule", "reschedule", "unschedule", "cancel", "delete"] as const),
  ...(["restore", "resume", "rollBack", "postNow", "retryAll"] as const),
]);

const onlyByItsOwner: Check = (evidence) => {
  const check = "S5 text and time change only by their owner's act";
  const stories = tellStories(evidence);
  const partsOf = byTweet(evidence.now.parts);
  return evidence.now.tweets.flatMap((tweet): Violation[] => {
    const number = evidence.numberOf.get(tweet.id);
    const chapters = [...(stories.get(tweet.id)?.values() ?? [])];
    const present = chapters.find(({ revision }) => revision === tweet.revision);
    const texts = (partsOf.get(tweet.id) ?? []).map(({ text }) => text);
    const isLate = chapters.some(({ events }) => events.some(({ kind }) => kind === "posted, learned late"));
    const found: Violation[] = [];
    if (!isLate && !present?.texts.some((wanted) => isEqual(wanted, texts))) {
      found.push(
        violate(check, `tweet ${number} at revision ${tweet.revision} holds ${JSON.stringify(texts)}`),
      );
    }
    for (const [at, { revision, scheduledFor, acts, events }] of chapters.entries()) {
      const [first] = events;
      const before = at === 0 ? null : (chapters[at - 1]?.scheduledFor ?? null);
      const asked = acts.flatMap(({ scheduledForMs }) => scheduledForMs ?? []);
      const timeMs = scheduledFor === null ? null : Date.parse(scheduledFor);
      const beforeMs = before === null ? null : Date.parse(before);
      const isNamed = timeMs !== null && asked.some((ms) => Math.floor(ms / 1000) * 1000 === timeMs);
      const isAsked = isNamed || (timeMs !== null && isSoonAfter(timeMs, acts, first));
      if (!isAsked && timeMs !== beforeMs && !isBegun(timeMs, beforeMs, first)) {
        found.push(violate(check, `tweet ${number} got the time ${scheduledFor} at revision ${revision}`));
      }
      if (first?.actor === "owner" && revision > (chapters[at - 1]?.revision ?? 0) && acts.length === 0) {
        found.push(violate(check, `nobody asked for "${first.kind}" of tweet ${number} at ${revision}`));
      }
    }
    return found;
  });
};

/** Whoever asks for "now" leaves the second to Roost; several go out one after another. */
function isSoonAfter(timeMs: number, acts: readonly Act[], event: EventRow | undefined): boolean {
  if (!event || !acts.some(({ kind }) => kind === "postNow" || kind === "retryAll")) return false;
  const afterMs = timeMs - Date.parse(event.at);
  return afterMs > 0 && afterMs <= soonMs;
}

const soonMs = 60_000;

/** A thread that has begun has no later time: what its owner had moved ahead is due when its first part is learned of. */
function isBegun(timeMs: number | null, beforeMs: number | null, event: EventRow | undefined): boolean {
  if (event?.kind !== "posted, learned late" || event.to === "PUBLISHED") return false;
  const learnedMs = Date.parse(event.at);
  return beforeMs !== null && beforeMs > learnedMs && timeMs === Math.floor(learnedMs / 1000) * 1000;
}

/** It goes on at once, or when X allows. By Roost's clock, which may be set back: not after all that happened to it. */
const goesOnNow: Check = ({ now, numberOf }) => {
  const eventsOf = byTweet(now.events);
  return now.tweets.flatMap(({ id, status, startedAt, scheduledFor }) => {
    if (status !== "SCHEDULED" || startedAt === null || scheduledFor === null) return [];
    const latestMs = Math.max(...(eventsOf.get(id) ?? []).map(({ at }) => Date.parse(at)));
    if (Date.parse(scheduledFor) <= latestMs) return [];
    const what = `tweet ${numberOf.get(id)} began at ${startedAt} and is to go on only at ${scheduledFor}`;
    return [violate("S5 a thread that has begun waits for no time of its owner's", what)];
  });
};

const acknowledged: Check = ({ now, acts, numberOf }) => {
  const eventsOf = byTweet(now.events);
  return acts.flatMap((act) => {
    if (act.answer?.kind !== "ok" || !raising.has(act.kind) || act.tweetId === null) return [];
    const isThere = (eventsOf.get(act.tweetId) ?? []).some(
      (event) => event.actor === "owner" && event.revision === act.base + 1,
    );
    if (isThere) return [];
    const what = `${act.kind} of tweet ${numberOf.get(act.tweetId)} at revision ${act.base} was answered with success and is not there`;
    return [violate("S5 what was acknowledged is there", what)];
  });
};

/** Whose event is it? An owner's names its act; a page's or a sync's belongs to whoever looked. */
const nobodyElses: Check = ({ now, acts, numberOf }) => {
  const ownerOf = new Map(now.tweets.map(({ id, userId }) => [id, userId]));
  const actsOf = actsOnTweets({ now, acts });
  const accountOwner = new Map(now.accounts.map(({ id, userId }) => [id, userId]));
  const lookers = new Set(
    acts.flatMap(({ kind, userId }) => (kind === "look" || kind === "sync" ? userId : [])),
  );
  const foreign = now.tweets.flatMap(({ id, userId, accountId }) =>
    accountOwner.get(accountId) === userId ? [] : [`tweet ${numberOf.get(id)} is of another's account`],
  );
  const byOthers = now.events.flatMap((event) => {
    const owner = ownerOf.get(event.tweetId);
    const what = `"${event.kind}" of tweet ${numberOf.get(event.tweetId)} by ${event.actor}`;
    if ((event.actor === "page" || event.actor === "sync") && !lookers.has(owner ?? "")) return [what];
    const made = actsBehind(actsOf.get(event.tweetId) ?? [], event);
    return made.length > 0 && made.every(({ userId }) => userId !== owner) ? [what] : [];
  });
  const misposted = mispostedOf(now, numberOf);
  const mistold = now.notices.flatMap(({ tweetId, userId, kind }) =>
    tweetId !== null && ownerOf.get(tweetId) !== userId
      ? [`somebody else was told that tweet ${numberOf.get(tweetId)} is ${kind}`]
      : [],
  );
  return [...foreign, ...byOthers, ...misposted, ...mistold].map((what) =>
    violate("S7 nobody's rows are touched by another", what),
  );
};

/** A post stands on the account of its tweet. */
function mispostedOf(now: Parameters<Check>[0]["now"], numberOf: Map<string, number>): string[] {
  const xUserOf = new Map(now.accounts.map(({ id, xUserId }) => [id, xUserId]));
  const accountOf = new Map(now.tweets.map(({ id, accountId }) => [numberOf.get(id), accountId]));
  return now.posts.flatMap(({ text, userId }) => {
    const tag = readTag(text);
    const accountId = tag ? accountOf.get(tag.tweet) : undefined;
    return accountId && xUserOf.get(accountId) !== userId ? [`tweet ${tag?.tweet} went out elsewhere`] : [];
  });
}

const oneEffect: Check = ({ now, numberOf }) => {
  const seen = new Map<string, number>();
  for (const event of now.events) {
    // What waits may go on after each of several holds.
    if (event.actor !== "owner" || event.kind === "armed" || event.detail?.hold) continue;
    const about = event.detail?.part ? ` (part ${event.detail.part})` : "";
    const key = `"${event.kind}"${about} of tweet ${numberOf.get(event.tweetId)} at revision ${event.revision}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen].flatMap(([key, count]) =>
    count > 1 ? [violate("S8 one command has one effect", `${key} happened ${count} times`)] : [],
  );
};

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

export const contentChecks: Check[] = [onlyByItsOwner, goesOnNow, acknowledged, nobodyElses, oneEffect];
