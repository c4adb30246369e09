// L1 to L3: once nothing goes wrong any more, everything comes to where it belongs, and stays there.
import { policy } from "~/domain/policy";
import { dueAtMs } from "~/domain/schedule";
import { freePlan } from "../../../sandbox/qstash/limits";
import { appUrl } from "../world/deliver-to";
import { type Evidence, lastPass, type Violation, violate } from "./check";
import { aliveMessages, type Snapshot, type TweetRow } from "./snapshot";
import { checkTold } from "./told";

const timeOf = (time: string | null): number => (time === null ? Number.NaN : Date.parse(time));

/** Whether its account or the app is on hold, or its owner has paused it. */
export function isHeld(world: Snapshot, tweet: TweetRow): boolean {
  const account = world.accounts.find(({ id }) => id === tweet.accountId);
  const isOn = (reason: string | null, until: string | null) =>
    reason !== null && (until === null || timeOf(until) > world.atMs);
  const isAppHeld = world.appHolds.some(({ reason, until }) => isOn(reason, until));
  return (
    isAppHeld || account?.pausedAt != null || isOn(account?.holdReason ?? null, account?.holdUntil ?? null)
  );
}

/** What was due by then and is neither posted nor given up nor on hold. */
export function openTweets(world: Snapshot, dueByMs: number, isBreakerOpen = false): TweetRow[] {
  return world.tweets.filter((tweet) => {
    // Without a token nothing can be deleted: that waits until the account is connected again.
    if (tweet.rollbackRequestedAt !== null && tweet.rolledBackAt === null)
      return !hasLostAccess(world, tweet);
    if (tweet.status === "PUBLISHING") return true;
    if (tweet.status !== "SCHEDULED" || timeOf(tweet.scheduledFor) > dueByMs) return false;
    const mayWait = isHeld(world, tweet) || (isBreakerOpen && mayBeWithheld(world, tweet));
    return !mayWait || isPastItsLimit(world, tweet);
  });
}

/** As long as the breaker may withhold an overdue tweet, with what the sweeps take that end it. */
export const withheldWithinMs = policy.schedule.defaultLatenessLimitS * 1000 + 5 * 60_000;

/** Where many have lost their messages, the breaker withholds what is done about it: for so long, and no longer. */
function mayBeWithheld(world: Snapshot, { qstashId, scheduledFor, nextAttemptAt }: TweetRow): boolean {
  const hasLostIt = qstashId !== null && aliveMessages(world).every(({ id }) => id !== qstashId);
  const dueMs = dueAtMs(timeOf(scheduledFor), nextAttemptAt === null ? null : timeOf(nextAttemptAt));
  return hasLostIt && world.atMs <= dueMs + withheldWithinMs;
}

/** What was due by then and waits for the breaker alone. */
export function withheldForNow(world: Snapshot, dueByMs: number): TweetRow[] {
  return world.tweets.filter(
    (tweet) =>
      tweet.status === "SCHEDULED" &&
      timeOf(tweet.scheduledFor) <= dueByMs &&
      !isHeld(world, tweet) &&
      mayBeWithheld(world, tweet),
  );
}

/** Whether its account is on hold until its owner connects it again. */
function hasLostAccess(world: Snapshot, tweet: TweetRow): boolean {
  const account = world.accounts.find(({ id }) => id === tweet.accountId);
  return account?.holdReason === "reconnect" && account.holdUntil === null;
}

/** What was due by then and waits for a hold that ends by itself: the sweep has it when the hold is over. */
export function heldForNow(world: Snapshot, dueByMs: number): TweetRow[] {
  return world.tweets.filter((tweet) => {
    if (tweet.status !== "SCHEDULED" || timeOf(tweet.scheduledFor) > dueByMs) return false;
    const account = world.accounts.find(({ id }) => id === tweet.accountId);
    const endsNever =
      account?.pausedAt != null || (account?.holdReason != null && account.holdUntil === null);
    return isHeld(world, tweet) && !endsNever;
  });
}

function isPastItsLimit(world: Snapshot, tweet: TweetRow): boolean {
  if (tweet.startedAt !== null) {
    return world.atMs > timeOf(tweet.startedAt) + policy.publish.threadLimitMs;
  }
  if (tweet.latenessLimitS === null) return false;
  return world.atMs > timeOf(tweet.scheduledFor) + tweet.latenessLimitS * 1000;
}

export const restCheck = "L2 every due tweet comes to rest in time, and its owner is told";

/** @param open what is still not at rest after all the time that it may take. */
export function checkRest(evidence: Evidence, open: TweetRow[]): Violation[] {
  const late = open.map(({ id, status }) => `tweet ${evidence.numberOf.get(id)} is still ${status}`);
  return [...late.map((what) => violate(restCheck, what)), ...checkTold(evidence)];
}

/** After two passes: messages and schedule agree. */
export function checkMessages({ now, numberOf, passes }: Evidence): Violation[] {
  // While the breaker is open, messages and ghosts wait for people to look.
  if (lastPass(passes, "orphans")?.isBreakerOpen) return [];
  const alive = aliveMessages(now);
  // One that was handled and comes again, because QStash never heard so, is answered like any doubled one.
  const known = new Set(
    now.messages.flatMap(({ qstashId, endedAt }) => (qstashId && endedAt === null ? [qstashId] : [])),
  );
  const byId = new Map(now.tweets.map((tweet) => [tweet.id, tweet]));
  const missing = now.tweets.flatMap((tweet) => {
    const dueMs = timeOf(tweet.scheduledFor);
    const isInWindow =
      dueMs > now.atMs + policy.evidence.marginMs && dueMs <= now.atMs + policy.arm.horizonMs;
    if (tweet.status !== "SCHEDULED" || !isInWindow) return [];
    const own = alive.find(({ id }) => id === tweet.qstashId);
    if (own?.revision === tweet.revision && own.tweetId === tweet.id) return [];
    const what = `tweet ${numberOf.get(tweet.id)} at revision ${tweet.revision} has ${own ? `one of revision ${own.revision}` : "none"}`;
    return [violate("L1 every tweet in the window has a live message of its revision", what)];
  });
  const loose = alive.flatMap((message) => {
    const tweet = byId.get(message.tweetId);
    // One whose id never reached us cannot be taken back; what it would do when it comes is held elsewhere.
    if (!known.has(message.id) || tweet?.qstashId === message.id) return [];
    // What goes to another address never reaches us.
    if (!message.url.startsWith(`${appUrl}/`)) return [];
    const isSuperseded = tweet?.status !== "SCHEDULED" || message.revision !== tweet.revision;
    if (!isSuperseded) return [];
    const what = `a message of revision ${message.revision} of tweet ${numberOf.get(message.tweetId)} still waits`;
    return [violate("L1 all other messages are inert", what)];
  });
  // QStash shows them for some days only.
  const shownSinceMs = now.atMs - freePlan.dlqRetentionMs;
  const unread = now.deadLetters.flatMap(({ id, messageId, time }) =>
    time > shownSinceMs && now.messages.some(({ qstashId }) => qstashId === messageId)
      ? [violate("L7 what QStash gave up on is cleared", `${id}, the end of ${messageId}, is still there`)]
      : [],
  );
  return [...missing, ...loose, ...unread];
}

const unchangedCheck = "L3 a pass over a consistent world changes nothing";

/** Heartbeat, check times and strikes aside. */
export function checkUnchanged(before: Snapshot, after: Snapshot): Violation[] {
  const plain = ({ checkedAt: _, missingSince: __, nextLookAt: ___, looks: ____, ...tweet }: TweetRow) =>
    tweet;
  const pairs = [
    ["tweets", before.tweets.map(plain), after.tweets.map(plain)],
    ["messages", before.messages, after.messages],
    ["events", before.events, after.events],
    ["QStash's messages", aliveMessages(before), aliveMessages(after)],
  ] as const;
  return pairs.flatMap(([name, was, is]) => {
    const changed = is.filter((row) => !was.some((old) => JSON.stringify(old) === JSON.stringify(row)));
    if (changed.length === 0 && was.length === is.length) return [];
    return [violate(unchangedCheck, `${name}: ${JSON.stringify(changed).slice(0, 900)}`)];
  });
}

/** For a life in which nothing has gone wrong. */
export function checkAnswered({ acts, numberOf }: Evidence): Violation[] {
  return acts.flatMap(({ kind, tweetId, answer }) =>
    answer === null || answer.kind === "unknown"
      ? [
          violate(
            "L6 where nothing goes wrong every command is answered",
            `${kind} of tweet ${numberOf.get(tweetId ?? "")} was not`,
          ),
        ]
      : [],
  );
}
