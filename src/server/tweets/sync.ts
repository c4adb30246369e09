// A person's own pass: every armed tweet of theirs is checked, however fresh its last check, and what lost its
// message is unscheduled with its time kept.
import { policy } from "~/domain/policy";
import { excerpt } from "~/domain/text";
import type { Collaborators } from "../collaborators";
import type { Db } from "../db";
import { tweetInclude } from "./find-tweet";
import type { PassReport } from "./pass-report";
import { reconcileTweets } from "./reconcile";
import { isBreakerOpen } from "./run-pass";
import { unverifiedOf } from "./unverified-words";
import type { SyncView } from "./view";

const why = {
  unscheduled:
    "QStash no longer had its message, so it would not have been posted. Its text and time are kept.",
  rearmed: "Its message could no longer serve it; Roost sent a new one.",
  suspected: "QStash did not know its message. Roost looks again in half a minute before it believes that.",
} as const;

const running = new WeakMap<Db, Map<string, Promise<SyncView>>>();

/**
 * `cleanup_orphaned_tweets`: checks all of one person's scheduled tweets now. Asked for again meanwhile, by a batch or
 * many pages, it is the one that runs: a check costs as much as the person has tweets.
 */
export function syncTweets(c: Collaborators, userId: string): Promise<SyncView> {
  const ofAll = running.get(c.db) ?? new Map<string, Promise<SyncView>>();
  running.set(c.db, ofAll);
  const sync = ofAll.get(userId) ?? syncNow(c, userId).finally(() => ofAll.delete(userId));
  ofAll.set(userId, sync);
  return sync;
}

async function syncNow(c: Collaborators, userId: string): Promise<SyncView> {
  const now = await c.clock.now();
  const tweets = await c.db.tweet.findMany({
    where: {
      userId,
      status: "SCHEDULED",
      scheduledFor: { gt: now, lte: new Date(now.getTime() + policy.arm.horizonMs) },
    },
    select: { id: true },
    orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
  });
  const report = await reconcileTweets(
    c,
    tweets.map(({ id }) => id),
    {
      actor: "sync",
      budgetMs: policy.sync.budgetMs,
      mayPublish: false,
      isBreakerOpen: await isBreakerOpen(c),
    },
  );
  return toSyncView(c, report);
}

async function toSyncView(c: Collaborators, report: PassReport): Promise<SyncView> {
  const found = await c.db.tweet.findMany({
    where: { id: { in: report.rows.map(({ tweetId }) => tweetId) } },
    include: tweetInclude,
  });
  const byId = new Map(found.map((tweet) => [tweet.id, tweet]));
  const rows = report.rows.flatMap(({ tweetId, kind, unknown }): SyncView["rows"] => {
    const tweet = byId.get(tweetId);
    if (!tweet) return [];
    const shared = {
      id: tweetId,
      text: excerpt(tweet.parts[0]?.text ?? ""),
      scheduledFor: tweet.scheduledFor,
    };
    if (kind === "unverified" || kind === "withheld") {
      const because = unverifiedOf(kind === "withheld" ? "breaker" : (unknown ?? "unreadable"));
      return [{ ...shared, verdict: "unverified", why: because.text }];
    }
    return [{ ...shared, verdict: kind, why: why[kind] }];
  });
  const count = (verdict: SyncView["rows"][number]["verdict"]) =>
    rows.filter((row) => row.verdict === verdict).length;
  const [firstUnknown] = Object.keys(report.unknown);
  const isWithheld = report.rows.some(({ kind }) => kind === "withheld");
  const notice = isWithheld ? "breaker" : firstUnknown;
  return {
    checked: report.checked,
    unscheduled: count("unscheduled"),
    suspected: count("suspected"),
    unverified: count("unverified"),
    rows,
    notice: notice ? unverifiedOf(notice) : null,
  };
}
