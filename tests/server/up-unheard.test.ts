// Of two tries at one part, of different words, X's answer to the first comes while the second is out there.
import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Claimed } from "~/server/tweets/claim";
import { recordOutcome } from "~/server/tweets/record-outcome";
import { createCalls, deliverTo, ledgerOf, sweepNow, withPatience, xFault } from "../support/due-tweet";
import type { Person } from "../support/roost-harness";
import {
  diesAfterPosting,
  diesSending,
  frozenWorker,
  leaveInDoubt,
  settleToRest,
  timelineFault,
} from "../support/settling";
import { sharedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();
const hourMs = 3_600_000;
const minuteMs = 60_000;
const patienceMs = 2000;
const looks = 6;
const lookEveryMs = 600_000;

/** Its words are in doubt; its owner says that it is not up, and schedules it with other words, which are due now. */
async function dueAnew(words?: "same") {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const { tweet, claim } = await diesSending(h, person);
  await leaveInDoubt(h, person, tweet.id);
  const { caller } = person;
  const denied = await caller.tweet.resolve({ id: tweet.id, revision: tweet.revision, part: 1, isUp: false });
  const text = words ? tweet.text : `new words ${randomUUID()}`;
  const edited = words ? denied : await caller.tweet.edit({ id: tweet.id, revision: denied.revision, text });
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

describe("new words that X turns out to have refused", () => {
  /** They are at X, and its answer is not heard before `hear`. */
  async function refusedUnheard(params: object) {
    const due = await dueAnew();
    await xFault(h, due.text, "status", params);
    const { frozen, release } = frozenWorker(h.roost);
    const delivery = deliverTo(frozen, due.again);
    await waitFor(async () => (await createCalls(h, due.text)).length > 0);
    const hear = async () => {
      release();
      await delivery;
    };
    return { ...due, hear };
  }

  async function expectTold(person: Person) {
    const [first, ...rest] = await toldOf(person);
    expect(first).toMatchObject({ kind: "upAfterAll", isOver: false, isRead: false });
    expect(first?.title).toMatch(/old words .* are up in place of the new ones/);
    expect(rest).toMatchObject([{ kind: "maybeTwice", isOver: true }]);
    expect((await person.caller.notification.unread_count()).count).toBe(1);
  }

  test.each([
    ["outright", { status: 403 }],
    ["as a duplicate", { problem: "duplicate" }],
  ])("%s: they are no longer told to be up, maybe, but not to have gone out", async (_, params) => {
    const { person, claim, hear } = await refusedUnheard(params);
    await learnPosted(claim, `88005${randomInt(1e6)}`);
    expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: false }]);
    await hear();
    await expectTold(person);
  });

  test("are told not to have gone out also where its owner was being asked about them", async () => {
    const { person, claim, again, hear } = await refusedUnheard({ status: 403 });
    const end = await timelineFault(h, person, "status", { status: 503 });
    expect(await settleToRest(h, again.id)).toBe("UNCONFIRMED");
    await end();
    await learnPosted(claim, "88006");
    expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: false }]);
    await hear();
    await expectTold(person);
  });

  test("leave their tweet in doubt while nobody knows whether the old ones are up", async () => {
    const { person, again, hear } = await refusedUnheard({ status: 403 });
    const end = await timelineFault(h, person, "status", { status: 503 });
    expect(await settleToRest(h, again.id)).toBe("UNCONFIRMED");
    await end();
    await hear();
    const attempts = await h.db.attempt.findMany({
      where: { tweetId: again.id },
      orderBy: { startedAt: "asc" },
    });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["superseded", "unconfirmed"]);
    expect(await toldOf(person)).toEqual([]);
  });
});

describe("a try that X has called a duplicate", () => {
  const isCalled = (text: string) => xFault(h, text, "status", { problem: "duplicate" });

  test("is not told to be up too, maybe, when the earlier one turns out to be up", async () => {
    const { person, claim, again, text } = await dueAnew("same");
    await isCalled(text);
    await timelineFault(h, person, "status", { status: 503 });
    await deliverTo(h.roost, again);
    await learnPosted(claim, "88007");
    const told = await toldOf(person);
    expect(told).toMatchObject([{ kind: "upAfterAll" }]);
    expect(told[0]?.title).not.toMatch(/new/);
  });

  test("is told no longer to be up too, maybe, when that is heard only after the earlier one", async () => {
    const { person, claim, again, text } = await dueAnew("same");
    await isCalled(text);
    const { frozen, release } = frozenWorker(h.roost);
    const delivery = deliverTo(frozen, again);
    await waitFor(async () => (await createCalls(h, text)).length > 0);
    await learnPosted(claim, "88008");
    expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: false }]);
    release();
    await delivery;
    expect(await toldOf(person)).toMatchObject([{ kind: "maybeTwice", isOver: true }]);
  });

  test("with new words is told to be up too, maybe: it is an earlier try at these that X has", async () => {
    const { person, claim, again, text } = await dueAnew();
    await xFault(h, text, "status", { status: 503 }, 1);
    await isCalled(text);
    await deliverTo(h.roost, again);
    for (let look = 0; look < looks && (await createCalls(h, text)).length < 2; look += 1) {
      h.clock.advance(minuteMs);
      await sweepNow(h.roost);
    }
    await learnPosted(claim, "88011");
    const told = await toldOf(person);
    expect(told).toMatchObject([{ kind: "maybeTwice", isOver: false }]);
    expect(told[0]?.title).toMatch(/the new ones may be up too/);
  });
});

test("what was sent again as it was is told nothing of where the earlier answer comes: it is posted, as was wanted", async () => {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const { tweet, claim, xId } = await diesAfterPosting(h, person);
  await timelineFault(h, person, "timeline-hides", { textIncludes: tweet.text });
  for (let look = 0; look < looks && (await createCalls(h, tweet.text)).length < 2; look += 1) {
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
  }
  expect(await h.db.tweet.findUnique({ where: { id: tweet.id } })).toMatchObject({ status: "PUBLISHING" });
  await learnPosted(claim, xId);
  expect((await person.caller.tweet.get({ id: tweet.id })).state).toBe("posted");
  expect(await toldOf(person)).toEqual([]);
});

test("a second post of another try leaves the warning of this one standing", async () => {
  const { person, claim, again, text } = await dueAnew();
  await xFault(h, text, "hang-after");
  const publishing = deliverTo(withPatience(h, patienceMs), again);
  await isUp(text);
  await learnPosted(claim, "88009");
  await publishing;
  await learnPosted({ ...claim, attemptId: randomUUID() }, "88010");
  expect(await toldOf(person)).toMatchObject([
    { kind: "upTwice", isOver: false },
    { kind: "maybeTwice", isOver: false },
  ]);
});

test("new words that were never sent are not told to be up", async () => {
  const { person, claim } = await dueAnew();
  await learnPosted(claim, "88004");
  expect(await toldOf(person)).toMatchObject([{ kind: "upAfterAll" }]);
});
