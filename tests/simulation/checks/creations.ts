// S1, S2, S3: what X was asked to create, against what Roost was asked for.
import type { Act } from "../world/acts";
import { readTag } from "../world/tags";
import { type Check, type Evidence, type Violation, violate } from "./check";
import type { Snapshot } from "./snapshot";
import { type Chapter, tellStories } from "./story";

/** Where its owner has said that it is not up, one more may be: they may have been mistaken. */
const onlyOnce: Check = ({ now, numberOf }) => {
  const allowed = new Map<string, number>();
  for (const { kind, tweetId, detail } of now.events) {
    if (kind !== "said not to be up") continue;
    const key = `part ${detail?.part} of tweet ${numberOf.get(tweetId)}`;
    allowed.set(key, (allowed.get(key) ?? 1) + 1);
  }
  const counts = new Map<string, number>();
  for (const { text } of now.posts) {
    const tag = readTag(text);
    if (!tag) continue;
    const key = `part ${tag.position} of tweet ${tag.tweet}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, count]) =>
    count > (allowed.get(key) ?? 1)
      ? [violate("S1 at most one creation at X per part", `${key} was created ${count} times`)]
      : [],
  );
};

type Created = {
  tweetId: string;
  number: number;
  position: number;
  text: string;
  chapter: Chapter | undefined;
  /** Whether an attempt at this part had begun by then; null where Roost's clock had been set back. */
  hasAttempt: boolean | null;
  roostMs: number;
  toldMs: number;
  seq: number;
  answer: string;
};

const found = new WeakMap<Evidence, Created[]>();

/** Every create call that reached X, with the revision that its attempt was about. */
function creationsOf(evidence: Evidence): Created[] {
  const known = found.get(evidence) ?? findCreations(evidence);
  found.set(evidence, known);
  return known;
}

function findCreations(evidence: Evidence): Created[] {
  const stories = tellStories(evidence);
  const idOf = new Map([...evidence.numberOf].map(([id, number]) => [number, id]));
  return evidence.wire.flatMap((call) => {
    if (call.service !== "x" || call.method !== "POST" || call.path !== "/2/tweets" || call.atMs === null)
      return [];
    if (call.process === "control") return [];
    const text = textOf(call.request);
    const tag = readTag(text);
    const tweetId = tag ? idOf.get(tag.tweet) : undefined;
    if (!tag || !tweetId) return [];
    const attempts = evidence.now.attempts.filter(
      (attempt) => attempt.tweetId === tweetId && attempt.partPosition === tag.position,
    );
    const chapters = stories.get(tweetId);
    const latest = attempts.findLast(({ startedAt }) => Date.parse(startedAt) <= call.toldMs);
    // Of several tries of one moment no time tells which it was.
    const begun =
      attempts.find(
        ({ startedAt, revision: tried }) =>
          startedAt === latest?.startedAt &&
          chapters?.get(tried)?.texts.some((texts) => texts[tag.position - 1] === text),
      ) ?? latest;
    const revision = (begun ?? attempts.at(0))?.revision;
    const chapter = revision === undefined ? undefined : chapters?.get(revision);
    return [
      {
        tweetId,
        number: tag.tweet,
        position: tag.position,
        text,
        chapter,
        hasAttempt: call.roostMs < call.atMs ? null : begun !== undefined,
        roostMs: call.roostMs,
        toldMs: call.toldMs,
        seq: call.seq,
        answer: call.answer,
      },
    ];
  });
}

function textOf(request: string): string {
  const body = request.slice(request.indexOf("\r\n\r\n") + 4);
  try {
    return String((JSON.parse(body) as { text?: unknown }).text ?? "");
  } catch {
    return "";
  }
}

const surelyNot = /^HTTP\/1\.1 (400|401|402|403|404|409|429)\b/;

/** After a call that X may have carried out, only X's own timeline or the owner lets the part be sent again. */
const noBlindRetry: Check = (evidence) => {
  const { attempts, events } = evidence.now;
  const before = new Map<string, Created>();
  return creationsOf(evidence).flatMap((call): Violation[] => {
    const key = `${call.tweetId} ${call.position}`;
    const earlier = before.get(key);
    before.set(key, call);
    if (!earlier || surelyNot.test(earlier.answer)) return [];
    const isProvenAbsent = attempts.some(
      ({ tweetId, partPosition, outcome, startedAt }) =>
        tweetId === call.tweetId &&
        partPosition === call.position &&
        (outcome === "absent" || outcome === "superseded") &&
        Date.parse(startedAt) <= earlier.toldMs,
    );
    const isDenied = events.some(
      ({ tweetId, kind, at }) =>
        tweetId === call.tweetId && kind === "said not to be up" && Date.parse(at) >= earlier.roostMs,
    );
    if (isProvenAbsent || isDenied) return [];
    const what = `part ${call.position} of tweet ${call.number} was sent again after "${earlier.answer.split("\r\n")[0]}"`;
    return [violate("S1 no second call while the first may have posted", what)];
  });
};

const underAttempt: Check = (evidence) =>
  creationsOf(evidence).flatMap(({ number, position, hasAttempt }) =>
    hasAttempt === false
      ? [
          violate(
            "S1 every call to X has its attempt",
            `part ${position} of tweet ${number} was sent without`,
          ),
        ]
      : [],
  );

const neverEarly: Check = (evidence) =>
  creationsOf(evidence).flatMap(({ number, chapter, toldMs }) => {
    const dueMs = Date.parse(chapter?.scheduledFor ?? "");
    return toldMs < dueMs
      ? [violate("S2 never before its time", `tweet ${number} went out ${dueMs - toldMs} ms early`)]
      : [];
  });

const newest: Check = (evidence) =>
  creationsOf(evidence).flatMap(({ number, position, text, chapter, hasAttempt }) => {
    if (hasAttempt === false) return [];
    const allowed = (chapter?.texts ?? []).map((texts) => texts[position - 1]);
    if (allowed.includes(text)) return [];
    const what = `tweet ${number}, claimed at revision ${chapter?.revision ?? "none"}, went out as "${text}" and not as ${JSON.stringify(allowed)}`;
    return [violate("S3 what is created is the newest revision", what)];
  });

const stops = new Set<Act["kind"]>(["cancel", "unschedule", "delete", "rollBack"]);
const starts = new Set<Act["kind"]>(["create", "schedule", "resume", "restore", "postNow", "retryAll"]);

const nothingAfterCancel: Check = (evidence) =>
  creationsOf(evidence).flatMap(({ tweetId, number, seq }): Violation[] => {
    const acts = evidence.acts.filter((act) => act.tweetId === tweetId);
    const stop = acts.findLast(
      ({ kind, answer, endedAt }) =>
        stops.has(kind) && answer?.kind === "ok" && endedAt !== null && endedAt < seq,
    );
    if (!stop) return [];
    const isOnAgain = acts.some(
      ({ kind, begunAt, base, answer }) =>
        starts.has(kind) && begunAt < seq && base >= stop.base + 1 && answer?.kind !== "refused",
    );
    if (isOnAgain) return [];
    const what = `tweet ${number} went out after its owner had been told: ${stop.kind}`;
    return [violate("S3 nothing after an acknowledged cancel", what)];
  });

const inOrder: Check = ({ now, numberOf }) => {
  const idOf = new Map([...numberOf].map(([id, number]) => [number, id]));
  const held = new Map(now.parts.map(({ tweetId, position, xId }) => [`${tweetId}.${position}`, xId]));
  return now.posts.flatMap(({ text, inReplyTo }) => {
    const tag = readTag(text);
    const tweetId = tag ? idOf.get(tag.tweet) : undefined;
    if (!tag || !tweetId) return [];
    const { tweet, position } = tag;
    const before = position === 1 ? null : (held.get(`${tweetId}.${position - 1}`) ?? "none");
    if (inReplyTo === before) return [];
    const what = `part ${position} of tweet ${tweet} replies to ${inReplyTo ?? "nothing"} and not to ${before ?? "nothing"}`;
    return [violate("S3 parts go out in order, each a reply to the one before", what)];
  });
};

const onlyRolledBack: Check = ({ now, numberOf }) => {
  const check = "S12 only a roll-back deletes at X, and it deletes all";
  const byNumber = new Map(now.tweets.map((tweet) => [numberOf.get(tweet.id), tweet]));
  return now.posts.flatMap((post) => {
    const tag = readTag(post.text);
    const tweet = tag ? byNumber.get(tag.tweet) : undefined;
    if (!tag || !tweet) return [];
    const isDeleted = post.deletedAt !== null;
    if (isDeleted && tweet.rollbackRequestedAt === null) {
      return [violate(check, `part ${tag.position} of tweet ${tag.tweet} was deleted and nobody asked`)];
    }
    const isLeft = !isDeleted && tweet.rolledBackAt !== null && isKnown(now, tweet.id, post.id);
    return isLeft ? [violate(check, `part ${tag.position} of tweet ${tag.tweet} still stands`)] : [];
  });
};

/** Of a post that X made and Roost has not yet heard of, nothing can be deleted. */
function isKnown({ parts }: Snapshot, tweetId: string, xId: string): boolean {
  return parts.some((part) => part.tweetId === tweetId && part.xId === xId);
}

export const creationChecks: Check[] = [
  onlyOnce,
  noBlindRetry,
  underAttempt,
  neverEarly,
  newest,
  nothingAfterCancel,
  inOrder,
  onlyRolledBack,
];
