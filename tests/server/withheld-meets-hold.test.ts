// The breaker withholds tweets whose messages vanished, and something holds tweets besides.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { driftWorld, hourMs, one } from "../support/drift-world";
import { sweepNow } from "../support/due-tweet";
import { inTurns } from "../support/in-turns";
import { newTweet } from "../support/roost-harness";

const { world, scheduled, removeAll, pass } = driftWorld();
const minuteMs = 60_000;
const aheadMs = 2 * hourMs;

beforeEach(() => world.h.db.appHold.deleteMany());

async function sweepAfter(ms: number) {
  world.h.clock.advance(ms);
  await sweepNow(world.h.roost);
}

const statesOf = async (tweets: { id: string }[]) =>
  new Set(
    (await world.h.db.tweet.findMany({ where: { id: { in: tweets.map(({ id }) => id) } } })).map(
      ({ status }) => status,
    ),
  );

/** Twenty tweets, due, whose messages somebody has taken out. */
async function withheld() {
  const tweets = await scheduled(20, aheadMs);
  await removeAll(tweets);
  await world.h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  await pass();
  await sweepAfter(aheadMs + minuteMs);
  return tweets;
}

test("what the breaker withholds is not posted because a hold on its account ends", async () => {
  const tweets = await withheld();
  const { accountId, caller } = world.mira;
  await caller.account.pause({ accountId });
  world.h.clock.advance(minuteMs);
  await caller.account.unpause({ accountId });
  for (let sweeps = 0; sweeps < 4; sweeps += 1) await sweepAfter(minuteMs);
  expect(await statesOf(tweets)).toEqual(new Set(["SCHEDULED"]));
  await sweepAfter(policy.schedule.defaultLatenessLimitS * 1000);
  expect(await statesOf(tweets)).toEqual(new Set(["DRAFT"]));
});

test("what the breaker withholds takes no probe's place under a hold on the app", async () => {
  const others = await inTurns(["a", "b", "c"], (name) =>
    world.h.signUp(`${name}_${randomUUID().slice(0, 8)}`),
  );
  const now = await world.h.clock.now();
  const gone = await inTurns(
    others.flatMap((person) => Array.from({ length: 7 }, () => person)),
    (person) => person.caller.tweet.schedule(newTweet(person, now, aheadMs)),
  );
  const healthy = one(await scheduled(1, aheadMs + 10_000));
  await removeAll(gone);
  await world.h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  await pass();
  const since = await world.h.clock.now();
  await world.h.db.appHold.create({
    data: { reason: "noCredits", since, probeAfter: new Date(since.getTime() + policy.publish.probeMs) },
  });
  await sweepAfter(aheadMs + minuteMs);
  expect(await statesOf([healthy])).toEqual(new Set(["PUBLISHED"]));
  expect(await statesOf(gone)).toEqual(new Set(["SCHEDULED"]));
});
