// L2: what has come to rest is known to Roost or to the tweet's owner: the state of a tweet, and every post at X.
import { readTag } from "../world/tags";
import { byTweet, type Evidence, type Violation, violate } from "./check";
import type { NoticeRow, PostRow, TweetRow } from "./snapshot";
import { tellStories } from "./story";

/** Of a world at rest. */
export function checkTold(evidence: Evidence): Violation[] {
  return [...untoldStates(evidence), ...untoldPosts(evidence), ...untoldWords(evidence)];
}

/** The notices that tell of a state. */
const tellOf: Record<string, ReadonlySet<string>> = {
  UNCONFIRMED: new Set(["unconfirmed"]),
  FAILED: new Set(["failed", "missed", "stopped", "halfOut", "upAfterAll", "maybeTwice"]),
};

function untoldStates({ now, numberOf }: Evidence): Violation[] {
  const noticesOf = byTweet(now.notices);
  const eventsOf = byTweet(now.events);
  return now.tweets.flatMap(({ id, status }) => {
    const telling = tellOf[status];
    const last = (eventsOf.get(id) ?? []).findLast((event) => event.from !== event.to);
    if (!telling || last?.actor === "owner") return [];
    if ((noticesOf.get(id) ?? []).some(({ kind }) => telling.has(kind))) return [];
    return [
      violate("L2 nobody is left untold", `nobody was told that tweet ${numberOf.get(id)} is ${status}`),
    ];
  });
}

/**
 * What X accepted is recorded, later if need be. Held by no part is only what its owner is asked about, has denied, or is
 * told to be one too many.
 */
function untoldPosts(evidence: Evidence): Violation[] {
  const { now, numberOf } = evidence;
  const byNumber = new Map(now.tweets.map((tweet) => [numberOf.get(tweet.id), tweet]));
  const held = new Set(now.parts.flatMap(({ xId }) => xId ?? []));
  const noticesOf = byTweet(now.notices);
  return now.posts.flatMap((post) => {
    const tag = readTag(post.text);
    const tweet = tag ? byNumber.get(tag.tweet) : undefined;
    if (!tag || !tweet || held.has(post.id) || post.deletedAt !== null) return [];
    const notices = noticesOf.get(tweet.id) ?? [];
    if (isTold(evidence, post, tweet, notices) || isDenied(evidence, post, tweet, tag.position)) return [];
    const what = `part ${tag.position} of tweet ${tag.tweet} is up as ${post.id}`;
    return wasInDoubt(evidence, tweet)
      ? [violate("L2 nobody is left untold", `${what}, and nobody was told`)]
      : [violate("L2 what X has is recorded", `${what}, and Roost takes it for ${tweet.status}`)];
  });
}

function isTold(
  evidence: Evidence,
  { id }: PostRow,
  { status }: TweetRow,
  notices: readonly NoticeRow[],
): boolean {
  return notices.some(
    ({ kind, detail }) =>
      (kind === "unconfirmed" && status === "UNCONFIRMED") ||
      (kind === "upTwice" && detail?.xId === id) ||
      (kind === "maybeTwice" && !isKnown(evidence, detail)),
  );
}

/** The try that the notice is about has been answered: X did not post it. */
function isKnown({ now }: Evidence, detail: NoticeRow["detail"]): boolean {
  return now.attempts.some(
    ({ id, outcome }) => id === detail?.attemptId && (outcome === "refused" || outcome === "later"),
  );
}

/** Where old words turned out to be up in place of new ones, their owner knows it, or that both may be. */
function untoldWords(evidence: Evidence): Violation[] {
  const { now, numberOf } = evidence;
  const noticesOf = byTweet(now.notices);
  return now.events.flatMap(({ tweetId, kind, detail }) => {
    if (kind !== "posted, learned late" || detail?.replaced === undefined) return [];
    const notices = noticesOf.get(tweetId) ?? [];
    const isToldOf = notices.some(
      (notice) =>
        notice.kind === "upAfterAll" ||
        notice.kind === "upTwice" ||
        (notice.kind === "maybeTwice" && !isKnown(evidence, notice.detail)),
    );
    if (isToldOf) return [];
    const what = `old words of tweet ${numberOf.get(tweetId)} are up in place of new ones`;
    return [violate("L2 nobody is left untold", `${what}, and nobody was told`)];
  });
}

/** Its owner was asked when these words had been sent, and said that they are not up. */
function isDenied(evidence: Evidence, { text }: PostRow, { id }: TweetRow, position: number): boolean {
  const { now } = evidence;
  const chapters = tellStories(evidence).get(id);
  const sent = now.attempts.flatMap(({ tweetId, partPosition, revision }) => {
    const isIts = tweetId === id && partPosition === position;
    return isIts && chapters?.get(revision)?.texts.some((texts) => texts[position - 1] === text)
      ? revision
      : [];
  });
  return now.events.some(
    ({ tweetId, kind, detail, revision }) =>
      tweetId === id &&
      kind === "said not to be up" &&
      detail?.part === position &&
      revision >= Math.min(...sent),
  );
}

function wasInDoubt({ now }: Evidence, { id }: TweetRow): boolean {
  return now.events.some(({ tweetId, to }) => tweetId === id && to === "UNCONFIRMED");
}
