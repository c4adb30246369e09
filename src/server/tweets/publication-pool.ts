// Work at X that a pass starts and never waits for: one bounded pool for the whole process, fair between accounts, so
// that one slow account delays nobody else's tweets and passes do not pile up on each other.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Db } from "../db";

/** Something to be done at X for one tweet. */
export type PoolJob = { tweetId: string; accountId: string; run: () => Promise<unknown> };

type Pool = {
  waiting: PoolJob[];
  /** What waits or runs, by tweet: a second pass that wants it too gets the same promise. */
  known: Map<string, Promise<void>>;
  runningOf: Map<string, number>;
  active: number;
};

const pools = new WeakMap<Db, Pool>();

/**
 * One job a tweet at a time; a second one for it meanwhile is the first. Resolves when all of these have ended. A failing
 * one is logged and hinders no other.
 */
export async function runOnPool(c: Collaborators, jobs: PoolJob[]): Promise<void> {
  const pool = poolOf(c.db);
  await Promise.all(jobs.map((job) => pool.known.get(job.tweetId) ?? add(c, pool, job)));
}

function poolOf(db: Db): Pool {
  const pool = pools.get(db) ?? { waiting: [], known: new Map(), runningOf: new Map(), active: 0 };
  pools.set(db, pool);
  return pool;
}

function add(c: Collaborators, pool: Pool, job: PoolJob): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    pool.waiting.push({ ...job, run: () => runOne(c, job).finally(resolve) });
  });
  pool.known.set(job.tweetId, ended);
  fill(pool);
  return ended;
}

function fill(pool: Pool): void {
  while (pool.active < policy.sweep.publishParallelism) {
    const next = takeNext(pool);
    if (!next) return;
    pool.active += 1;
    pool.runningOf.set(next.accountId, (pool.runningOf.get(next.accountId) ?? 0) + 1);
    void next.run().finally(() => {
      pool.active -= 1;
      pool.known.delete(next.tweetId);
      const left = (pool.runningOf.get(next.accountId) ?? 1) - 1;
      if (left > 0) pool.runningOf.set(next.accountId, left);
      else pool.runningOf.delete(next.accountId);
      fill(pool);
    });
  }
}

function takeNext(pool: Pool): PoolJob | undefined {
  const index = pool.waiting.findIndex(
    ({ accountId }) => (pool.runningOf.get(accountId) ?? 0) < policy.sweep.publishPerAccount,
  );
  return index < 0 ? undefined : pool.waiting.splice(index, 1)[0];
}

async function runOne(c: Collaborators, { tweetId, run }: PoolJob): Promise<void> {
  try {
    await run();
  } catch (error) {
    c.log.error({ tweetId, error }, "tweet.publish_failed");
  }
}
