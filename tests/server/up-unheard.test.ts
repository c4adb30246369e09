// Of two tries at one part, of different words, X's answer to the first comes while the second is out there.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Claimed } from "~/server/tweets/claim";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { createCalls, deliverTo, ledgerOf, sweepNow, withPatience, xFault } from "../support/due-tweet";
import type { Person } from "../support/roost-harness";
import { diesSending, frozenWorker, leaveInDoubt, settleToRest, timelineFault } from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();
const hourMs = 3_600_000;
const patienceMs = 2000;
const looks = 6;
const lookEveryMs = 600_000;

/** Its words are in doubt; its owner says that it is not up, and schedules other words, which are due now. */
async function dueAnew() {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const { tweet, claim } = await diesSending(h, person);
  await leaveInDoubt(h, person, tweet.id);
  const { caller } = person;
  const denied = await caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, part: 1, isUp: false });
  const text = `new words ${randomUUID()}`;
  const edited = await caller.tweet.edit({ id: tweet.id, revision: denied.revision, text });
  const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
  const again = await caller.tweet.schedule({ id: tweet.id, revision: edited.revision, scheduledFor });
  h.clock.advance(hourMs + 1000);
  return { person, claim, again, text };
}

const isUp = (text: string) => waitFor(async () => (await ledgerOf(h, text)).length > 0);

async function learnPosted(claim: Claimed, xId: string): Promise<void> {
  const now = await h.clock.now();
  await h.db.$transaction((tx) => recordOutcome(tx, claim, { kind: "posted", xId }, now));
}

async function toldOf(person: Person) {
  const { notices } = await person.caller.notification.list();
  return notices.filter(({ kind }) => kind !== "unconfirmed");
}

test("new words whose call X never answered are told to be up too, maybe, where the old ones turn out to be up meanwhile", async () => {
  const { person, claim, again, text } = await dueAnew();
  await xFault(h, text, "hang-after");
  const publishing = deliverTo(withPatience(h, patienceMs), again);
  await isUp(text);
  await learnPosted(claim, "88001");
  await publishing;
  for (let look = 0; look < looks; look += 1) {
    h.clock.advance(lookEveryMs);
    await sweepNow(h.roost);
  }
  expect((await person.caller.tweet.get({ id: again.id })).postUrl).toContain("/status/88001");
  const told = await toldOf(person);
  expect(told).toMatchObject([{ kind: "maybeTwice", tweetId: again.id, isOver: false }]);
  expect(told[0]?.title).toMatch(/the new ones may be up too/);
  const { lines } = await storyOf(person, again.id);
  expect(lines.filter((line) => /^Another try at it had been sent by then/.test(line))).toHaveLength(1);
});

test("new words that wait for their owner's word are told to be up too, maybe, where the old ones turn out to be up", async () => {
  const { person, claim, again, text } = await dueAnew();
  await xFault(h, text, "hang-after");
  const end = await timelineFault(h, person, "status", { status: 503 });
  await deliverTo(withPatience(h, patienceMs), again);
  expect(await settleToRest(h, again.id)).toBe("UNCONFIRMED");
  await end();
  await learnPosted(claim, "88002");
  expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", tweetId: again.id, isOver: false }]);
});

test("a second post that may be up is told by its id, and no longer as a maybe, once X's answer names it", async () => {
  const { person, claim, again, text } = await dueAnew();
  const { frozen, release } = frozenWorker(h.roost);
  const delivery = deliverTo(frozen, again);
  await isUp(text);
  await learnPosted(claim, "88003");
  release();
  await delivery;
  const [post] = await ledgerOf(h, text);
  expect(await toldOf(person)).toMatchObject([
    { kind: "upTwice", isOver: false },
    { kind: "maybeTwice", isOver: true },
  ]);
  const { lines } = await storyOf(person, again.id);
  expect(lines.filter((line) => line.includes(`a second time, as post ${post?.id}.`))).toHaveLength(1);
});

test("new words that X turns out to have refused are no longer told to be up, maybe", async () => {
  const { person, claim, again, text } = await dueAnew();
  await xFault(h, text, "status", { status: 403 });
  const { frozen, release } = frozenWorker(h.roost);
  const delivery = deliverTo(frozen, again);
  await waitFor(async () => (await createCalls(h, text)).length > 0);
  await learnPosted(claim, "88005");
  expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: false }]);
  release();
  await delivery;
  expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: true }]);
});

test("new words that were never sent are not told to be up", async () => {
  const { person, claim } = await dueAnew();
  await learnPosted(claim, "88004");
  expect(await toldOf(person)).toMatchObject([{ kind: "upAfterAll" }]);
});
