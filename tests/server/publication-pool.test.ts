// The sweep's work at X has few places. Whoever is slow there leaves some to the others.
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { policy } from "~/domain/policy";
import { runOnPool } from "~/server/tweets/publication-pool";
import { sweep } from "~/server/tweets/sweep";
import { mediaWorld } from "../support/media-world";
import { newTweet, type Person } from "../support/roost-harness";
import { aVideo } from "../support/uploaded";
import { waitFor } from "../support/wait-for";

const { h, mira, now, fault } = mediaWorld();
const minuteMs = 60_000;
const { publishParallelism, publishPerAccount, publishPerPerson } = policy.sweep;

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

const signUp = () => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const statusOf = async (id: string) => (await h.db.tweet.findUniqueOrThrow({ where: { id } })).status;

/** As many videos as the pool has places, of as few people as may have them, all overdue. */
async function overdueVideos(): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < publishParallelism) {
    const person = await signUp();
    for (let n = 0; n < publishPerAccount; n += 1) ids.push(await videoOf(person));
  }
  h.clock.advance(minuteMs + policy.evidence.graceMs);
  return ids;
}

async function videoOf(person: Person): Promise<string> {
  const { id: mediaId } = await aVideo(h.roost, person);
  const { text, ...rest } = newTweet(person, await h.clock.now(), minuteMs);
  const { id } = await person.caller.tweet.schedule({ ...rest, parts: [{ text, media: [{ mediaId }] }] });
  return id;
}

it("a tweet goes out while X takes its time with as many videos as the sweep has places", async () => {
  const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 2 * minuteMs));
  const videos = await overdueVideos();
  await fault("processing-takes", { seconds: 60 });
  const { open, opened } = gate();
  let asleep = 0;
  const sleep = () => {
    asleep += 1;
    return opened;
  };
  const first = await sweep({ ...h.roost, clock: { ...h.clock, sleep } });
  await waitFor(() => asleep === videos.length);
  h.clock.advance(minuteMs);
  const second = await sweep(h.roost);
  await waitFor(async () => (await now(tweet)).state === "posted");
  open();
  await second.publications;
  await first.publications;
  expect(new Set(await Promise.all(videos.map(statusOf)))).toEqual(new Set(["PUBLISHED"]));
});

it("one person's slow tweets leave places to everybody else, however many accounts they are spread over", async () => {
  const { open, opened } = gate();
  const slow = randomUUID();
  let begun = 0;
  const jobs = Array.from({ length: 2 * publishParallelism }, () => ({
    tweetId: randomUUID(),
    accountId: randomUUID(),
    userId: slow,
    run: () => {
      begun += 1;
      return opened;
    },
  }));
  const all = runOnPool(h.roost, jobs);
  let isOut = false;
  const others = { tweetId: randomUUID(), accountId: mira.accountId, userId: mira.userId };
  const other = runOnPool(h.roost, [{ ...others, run: async () => (isOut = true) }]);
  await waitFor(() => isOut);
  expect(begun).toBe(publishPerPerson);
  open();
  await Promise.all([all, other]);
  expect(begun).toBe(jobs.length);
});

it("what wakes up is bounded again: the places are as many as before", async () => {
  const { open, opened } = gate();
  const clock = { ...h.clock, sleep: () => opened };
  const job = (run: Parameters<typeof runOnPool>[1][number]["run"]) => ({
    tweetId: randomUUID(),
    accountId: randomUUID(),
    userId: randomUUID(),
    run,
  });
  const sleepers = Array.from({ length: publishParallelism }, () => job((c) => c.clock.sleep(minuteMs)));
  const asleep = runOnPool({ ...h.roost, clock }, sleepers);
  open();
  await asleep;
  const { open: end, opened: ended } = gate();
  let begun = 0;
  const more = Array.from({ length: 2 * publishParallelism }, () =>
    job(() => {
      begun += 1;
      return ended;
    }),
  );
  const all = runOnPool(h.roost, more);
  await waitFor(() => begun >= publishParallelism);
  expect(begun).toBe(publishParallelism);
  end();
  await all;
});
