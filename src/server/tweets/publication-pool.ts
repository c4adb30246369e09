// Work at X that a pass starts and never waits for: one bounded pool for the whole process, fair between accounts and
// between people, so that slow ones delay nobody else's tweets and passes do not pile up on each other.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import type { Db } from "../db";

/** Something to be done at X for one tweet, with the collaborators that the pool hands it. */
export type PoolJob = {
  tweetId: string;
  accountId: string;
  userId: string;
  run: (c: Collaborators) => Promise<unknown>;
};

type Waiting = Omit<PoolJob, "run"> & { run: () => Promise<void> };

type Pool = {
  waiting: Waiting[];
  /** What waits or runs, by tweet: a second pass that wants it too gets the same promise. */
  known: Map<string, Promise<void>>;
  /** How many have begun and not ended, by account and by person. */
  begunOf: Map<string, number>;
  /** Places in use: of those begun, the ones that are not asleep. */
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
  const pool = pools.get(db) ?? { waiting: [], known: new Map(), begunOf: new Map(), active: 0 };
  pools.set(db, pool);
  return pool;
}

function add(c: Collaborators, pool: Pool, job: PoolJob): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    pool.waiting.push({ ...job, run: () => runOne(placeIsFreeAsleep(c, pool), job).finally(resolve) });
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
    countBegun(pool, next, 1);
    void next.run().finally(() => {
      pool.active -= 1;
      pool.known.delete(next.tweetId);
      countBegun(pool, next, -1);
      fill(pool);
    });
  }
}

function takeNext(pool: Pool): Waiting | undefined {
  const begun = (id: string) => pool.begunOf.get(id) ?? 0;
  const { publishPerAccount, publishPerPerson } = policy.sweep;
  const index = pool.waiting.findIndex(
    ({ accountId, userId }) => begun(accountId) < publishPerAccount && begun(userId) < publishPerPerson,
  );
  return index < 0 ? undefined : pool.waiting.splice(index, 1)[0];
}

function countBegun(pool: Pool, { accountId, userId }: Waiting, change: 1 | -1): void {
  for (const id of [accountId, userId]) {
    const count = (pool.begunOf.get(id) ?? 0) + change;
    if (count > 0) pool.begunOf.set(id, count);
    else pool.begunOf.delete(id);
  }
}

/**
 * While a job only sleeps, as until X has processed a video, another has its place. Who wakes goes on at once, beyond the
 * bound if need be: its lease runs, and those asleep are bounded by account and person.
 */
function placeIsFreeAsleep(c: Collaborators, pool: Pool): Collaborators {
  let asleep = 0;
  const sleep = async (ms: number) => {
    asleep += 1;
    if (asleep === 1) {
      pool.active -= 1;
      fill(pool);
    }
    try {
      await c.clock.sleep(ms);
    } finally {
      asleep -= 1;
      if (asleep === 0) pool.active += 1;
    }
  };
  return { ...c, clock: { ...c.clock, sleep } };
}

async function runOne(c: Collaborators, { tweetId, run }: PoolJob): Promise<void> {
  try {
    await run(c);
  } catch (error) {
    c.log.error({ tweetId, error }, "tweet.publish_failed");
  }
}
