import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { type PassOptions, reconcileTweets } from "~/server/tweets/reconcile";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs, one } from "../support/drift-world";
import { newTweet } from "../support/roost-harness";
import { waitFor } from "../support/wait-for";

const { world, scheduled, removeAll, messageOf, pass, seen, allAlive } = driftWorld();

const strikeMs = policy.evidence.strikeMs + 1000;
const asReconciler: PassOptions = {
  actor: "reconciler",
  budgetMs: policy.evidence.maxAgeMs,
  mayPublish: false,
  isBreakerOpen: false,
};

/** A session that holds the tweet's row; `release` lets go. */
async function holdRow(id: string): Promise<{ release: () => Promise<void> }> {
  const holder = new pg.Client({ connectionString: world.h.env.DATABASE_URL });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query('SELECT 1 FROM "Tweet" WHERE "id" = $1 FOR UPDATE', [id]);
  return {
    release: async () => {
      await holder.query("COMMIT");
      await holder.end();
    },
  };
}

test("a suspect's row that somebody holds locked delays no overdue tweet of anybody else", async () => {
  const suspect = one(await scheduled());
  const ada = await world.h.signUp(`ada_${randomUUID().slice(0, 6)}`);
  const overdue = await ada.caller.tweet.schedule(newTweet(ada, await world.h.clock.now(), hourMs));
  await removeAll([suspect]);
  await world.h.db.tweet.update({
    where: { id: suspect.id },
    data: { missingSince: await world.h.clock.now() },
  });
  world.h.clock.advance(hourMs + policy.evidence.graceMs + strikeMs);
  const row = await holdRow(suspect.id);
  let isSweepOver = false;
  const sweeping = sweep(world.h.roost).finally(() => {
    isSweepOver = true;
  });
  try {
    await waitFor(async () => (await ada.caller.tweet.get({ id: overdue.id })).state === "posted");
    expect(isSweepOver).toBe(false);
  } finally {
    await row.release();
    await (await sweeping).publications;
  }
});

test("a suspect that is alive is not waited for while somebody holds its row", async () => {
  const [suspect, other] = await scheduled(2);
  if (!suspect || !other) throw new Error("not scheduled");
  const row = await holdRow(suspect.id);
  try {
    const report = await pass(allAlive());
    expect(report).toMatchObject({ errors: 0, verdicts: { ALIVE: 2 } });
    expect((await seen(other.id)).checkedAt).not.toBeNull();
  } finally {
    await row.release();
  }
});

test("four passes at once over the same thousands of tweets, each in its own order, lose none to a deadlock", async () => {
  const count = 4000;
  await world.h.db.$executeRaw`
    INSERT INTO "Tweet" ("id", "userId", "accountId", "status", "scheduledFor", "latenessLimitS", "qstashId", "createdAt", "statusSince")
    SELECT gen_random_uuid(), ${world.mira.userId}::uuid, ${world.mira.accountId}::uuid, 'SCHEDULED',
      date_trunc('second', now()) + interval '9 hours', 3600, 'msg_many_' || n, now(), now()
    FROM generate_series(1, ${count}) AS n`;
  const ids = (await world.h.db.tweet.findMany({ select: { id: true }, orderBy: { id: "asc" } })).map(
    ({ id }) => id,
  );
  const byTail = [...ids].sort((a, b) => (a.slice(-8) < b.slice(-8) ? -1 : 1));
  const orders = [ids, [...ids].reverse(), byTail, [...byTail].reverse()];
  const reports = await Promise.all(orders.map((order) => reconcileTweets(allAlive(), order, asReconciler)));
  expect(reports.map(({ errors }) => errors)).toEqual([0, 0, 0, 0]);
  expect(await world.h.db.tweet.count({ where: { checkedAt: null } })).toBe(0);
});

test("what a slow pass has seen is noted as of when QStash was asked, and takes back nothing that is newer", async () => {
  const [other, missed] = await scheduled(2);
  if (!other || !missed) throw new Error("not scheduled");
  const slow = allAlive();
  const askedAt = await world.h.clock.now();
  let missingSince = askedAt;
  const gatherEvidence: typeof slow.queue.gatherEvidence = async (...asked) => {
    const evidence = await slow.queue.gatherEvidence(...asked);
    world.h.clock.advance(policy.evidence.maxAgeMs / 2);
    missingSince = await world.h.clock.now();
    await world.h.db.tweet.update({ where: { id: missed.id }, data: { missingSince } });
    world.h.clock.advance(policy.evidence.maxAgeMs / 3);
    return evidence;
  };
  await pass({ ...slow, queue: { ...slow.queue, gatherEvidence } });
  const { checkedAt } = await world.h.db.tweet.findUniqueOrThrow({ where: { id: other.id } });
  const laterMs = (checkedAt?.getTime() ?? 0) - askedAt.getTime();
  expect(laterMs).toBeGreaterThanOrEqual(0);
  expect(laterMs).toBeLessThan(policy.evidence.maxAgeMs / 2);
  expect(await world.h.db.tweet.findUniqueOrThrow({ where: { id: missed.id } })).toMatchObject({
    missingSince,
    checkedAt: null,
  });
});

/** A QStash that finds one message nowhere and the others alive, and answers once `meanwhile` is over. */
function losing(lost: string, meanwhile: () => Promise<void>): Roost {
  const alive = allAlive();
  const gatherEvidence: typeof alive.queue.gatherEvidence = async (...asked) => {
    const answer = await alive.queue.gatherEvidence(...asked);
    await meanwhile();
    answer.evidence.set(lost, { kind: "notFound" });
    return answer;
  };
  return { ...alive, queue: { ...alive.queue, gatherEvidence } };
}

const rowOf = (id: string) => world.h.db.tweet.findUniqueOrThrow({ where: { id } });

test("a slow look that found a message nowhere says nothing of one that was seen alive since", async () => {
  const { id } = one(await scheduled(2));
  const slow = losing(await messageOf(id), async () => {
    world.h.clock.advance(policy.evidence.maxAgeMs / 3);
    await pass(allAlive());
    world.h.clock.advance(policy.evidence.maxAgeMs / 3);
  });
  await pass(slow);
  expect((await rowOf(id)).missingSince).toBeNull();
});

test("a second strike does not count where the message was seen alive while QStash was asked", async () => {
  const { id } = one(await scheduled(2));
  const lost = await messageOf(id);
  await pass(losing(lost, async () => undefined));
  world.h.clock.advance(strikeMs);
  await pass(
    losing(lost, async () => {
      world.h.clock.advance(1000);
      await pass(allAlive());
    }),
  );
  expect(await rowOf(id)).toMatchObject({ status: "SCHEDULED", orphanReason: null, missingSince: null });
});

test("two looks that are a second apart are no two strikes, however long the second one's answer takes", async () => {
  const { id } = one(await scheduled(2));
  const lost = await messageOf(id);
  await pass(losing(lost, async () => undefined));
  expect((await rowOf(id)).missingSince).not.toBeNull();
  world.h.clock.advance(1000);
  await pass(losing(lost, async () => world.h.clock.advance(strikeMs)));
  expect(await rowOf(id)).toMatchObject({ status: "SCHEDULED", orphanReason: null });
  world.h.clock.advance(1000);
  await pass(losing(lost, async () => undefined));
  expect(await rowOf(id)).toMatchObject({ status: "DRAFT", orphanReason: "MISSING" });
});

test("a check that cannot be noted is counted, and the rest of the pass goes on", async () => {
  const [alive, gone] = await scheduled(2);
  if (!alive || !gone) throw new Error("not scheduled");
  await removeAll([gone]);
  await world.h.db.$executeRawUnsafe(`
    CREATE FUNCTION "refuse_check"() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no check is noted today'; END $$`);
  await world.h.db.$executeRawUnsafe(`
    CREATE TRIGGER "Refuse_check" BEFORE UPDATE OF "checkedAt" ON "Tweet" FOR EACH ROW
    WHEN (NEW."checkedAt" IS NOT NULL) EXECUTE FUNCTION "refuse_check"()`);
  try {
    const report = await pass();
    expect(report).toMatchObject({ errors: 1, actions: { unscheduled: 1 } });
    expect((await seen(gone.id)).state).toBe("unscheduled");
  } finally {
    await world.h.db.$executeRawUnsafe('DROP FUNCTION "refuse_check" CASCADE');
  }
});

test("a pass over ten orphans does not ask for the time once for each", async () => {
  const readingsOf = async (orphans: number) => {
    await world.h.db.tweet.deleteMany();
    const tweets = await scheduled(50);
    await removeAll(tweets.slice(0, orphans));
    let readings = 0;
    const counting: Roost = {
      ...world.h.roost,
      clock: {
        ...world.h.clock,
        now: () => {
          readings += 1;
          return world.h.clock.now();
        },
      },
    };
    expect((await pass(counting)).actions).toEqual({ unscheduled: orphans });
    return readings;
  };
  const more = (await readingsOf(policy.breaker.count)) - (await readingsOf(1));
  expect(more).toBeLessThan(policy.breaker.count / 2);
});
