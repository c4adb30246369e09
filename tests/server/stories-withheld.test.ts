// Why a tweet was missed, where Roost's own check ran all the time: nothing of its story says that it did not.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { missedWords } from "~/domain/failure-words";
import { policy } from "~/domain/policy";
import { runOnPool } from "~/server/tweets/publication-pool";
import { runPass } from "~/server/tweets/run-pass";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs, one } from "../support/drift-world";
import { clockOf, storyOf } from "../support/story";

const { world, scheduled, removeAll, expireLogs, pass, seen } = driftWorld();
const minuteMs = 60_000;
const noCheck = /did not run|not reached/;

/** A sweep with its record, as cron starts it. */
const sweepPass = () => runPass(world.h.roost, "sweep", "test", () => sweep(world.h.roost));

async function sweepToTheEnd(): Promise<void> {
  await (await sweepPass()).publications;
}

/** Tweets of one person whose messages somebody deletes, all of them: the breaker opens. */
async function withheld() {
  const tweets = await scheduled(20, 2 * hourMs);
  await removeAll(tweets);
  await pass();
  return tweets;
}

test("a tweet that the breaker withheld until its limit had passed is told as that, with what to do", async () => {
  const tweet = one(await withheld());
  const found = await world.h.db.flightEntry.findFirstOrThrow({
    where: { tweetId: tweet.id, kind: "verdict" },
  });
  for (const ms of [2 * hourMs + minuteMs, 30 * minuteMs, 31 * minuteMs]) {
    world.h.clock.advance(ms);
    await sweepToTheEnd();
  }
  const { failure } = await seen(tweet.id);
  expect(failure).toMatchObject({ kind: "missed", detail: missedWords({ kind: "withheld" }) });
  expect(failure?.next).toMatch(/Post it now.*choose a new time.*drop it/);
  const { answer, lines } = await storyOf(world.mira, tweet.id);
  expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
  expect(answer).toMatch(
    new RegExp(`At ${clockOf(found.at)}[^:]*: Its message was removed from QStash, but so many`),
  );
  expect(answer).toContain(missedWords({ kind: "withheld" }));
  expect(
    [answer, ...lines].filter((words) => noCheck.test(words) || /nothing took it up/.test(words)),
  ).toEqual([]);
  const { notices } = await world.mira.caller.notification.list({});
  expect(notices.find(({ tweetId }) => tweetId === tweet.id)).toMatchObject({
    kind: "missed",
    title: expect.stringContaining("waited for a person"),
  });
});

test("a tweet that the breaker withholds is not told, before its time, that all is well", async () => {
  const tweet = one(await withheld());
  const { answer } = await storyOf(world.mira, tweet.id);
  expect(answer).toMatch(
    /Its message was removed from QStash, but so many .* As long as it is gone it does not/,
  );
  expect(answer).not.toContain("QStash took the message");
});

test("what was suspected first, and then withheld, is recorded as both, each once", async () => {
  const tweets = await scheduled(20, 2 * hourMs);
  await removeAll(tweets.slice(1));
  await expireLogs();
  for (let look = 0; look < 3; look += 1) {
    await pass();
    world.h.clock.advance(policy.evidence.strikeMs + 1000);
  }
  const entries = await world.h.db.flightEntry.findMany({
    where: { tweetId: tweets[1]?.id ?? "", kind: "verdict" },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ detail }) => (detail as { action: string }).action)).toEqual(["strike", "withhold"]);
});

test("a message that was suspected once is no reason where nothing ran: then that is told", async () => {
  const [, tweet] = await scheduled(2, 2 * hourMs);
  if (!tweet) throw new Error("not scheduled");
  await removeAll([tweet]);
  await expireLogs();
  await pass();
  world.h.clock.advance(4 * hourMs);
  await sweepToTheEnd();
  expect((await seen(tweet.id)).failure?.detail).toMatch(/own check did not run/);
});

test("a tweet for which the sweep found no place in time is not told that the check did not run", async () => {
  const tweet = one(await scheduled(1, minuteMs));
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  // As many publications as the sweep has places, behind a hanging X.
  const { publishParallelism } = policy.sweep;
  const hanging = runOnPool(
    world.h.roost,
    Array.from({ length: publishParallelism }, () => ({
      tweetId: randomUUID(),
      accountId: randomUUID(),
      userId: randomUUID(),
      run: () => opened,
    })),
  );
  world.h.clock.advance(2 * minuteMs);
  const swept = await sweepPass();
  world.h.clock.advance(2 * hourMs);
  open();
  await Promise.all([hanging, swept.publications]);
  const { failure } = await seen(tweet.id);
  expect(failure).toMatchObject({ kind: "missed", detail: missedWords({ kind: "notReached" }) });
  const { answer } = await storyOf(world.mira, tweet.id);
  expect(answer).toMatch(/For 2 hours nothing took it up\. Neither a call of QStash nor/);
  expect(answer).not.toMatch(noCheck);
});
