// Whose hold it was that kept a tweet: told by its story, also to whoever never met X's answer.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { runByHand } from "../../reconciler/by-hand";
import { deliverTo, dueTweet, sweepNow, xFault } from "../support/due-tweet";
import { newTweet } from "../support/roost-harness";
import { roostWithNewcomers } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";
import { tokenGround } from "../support/token-ground";

const { h, person } = roostWithNewcomers();
tokenGround(h);
const minuteMs = 60_000;

beforeEach(() => h.db.appHold.deleteMany());

const scheduledIn = async (ms: number, owner = person) =>
  owner.caller.tweet.schedule(newTweet(owner, await h.clock.now(), ms));

test("a pause of whoever runs Roost is never told as its owner's, before its end or after", async () => {
  const tweet = await dueTweet(h, person);
  await runByHand(h.roost, ["--hold", "restored from a backup"]);
  await deliverTo(h.roost, tweet);
  const held = await storyOf(person, tweet.id);
  expect(held.answer).toContain("nothing was done: whoever runs Roost had paused all posting.");
  expect(held.answer).toContain("It is on hold. Whoever runs Roost has paused all posting.");
  h.clock.advance(5 * minuteMs);
  await runByHand(h.roost, ["--release"]);
  h.clock.advance(2 * minuteMs);
  await sweepNow(h.roost);
  const { question, answer, lines } = await storyOf(person, tweet.id);
  expect(question).toBe("Why did it go out late?");
  expect(answer).toContain("Whoever runs Roost ended the pause, so it is given its turn.");
  expect(answer).toContain("whoever runs Roost had paused all posting");
  expect([held.answer, answer, ...lines].filter((words) => /you (had )?paused/i.test(words))).toEqual([]);
});

test("a limit of the whole app is told as that: to whom X told it, to another person, and once it is missed", async () => {
  const other = await h.signUp(`q_${randomUUID().slice(0, 8)}`);
  const first = await dueTweet(h, person);
  const second = await scheduledIn(30_000, other);
  await xFault(h, first.text, "status", { status: 429, dayCap: "app", resetAfterSeconds: 5 * 3600 }, 1);
  await deliverTo(h.roost, first);
  h.clock.advance(31_000);
  await deliverTo(h.roost, second);
  const met = await storyOf(person, first.id);
  expect(met.lines.filter((line) => line.includes("limit") && !line.includes("the whole app"))).toEqual([]);
  expect(met.answer).toContain("X's rate limit for the whole app is used up.");
  const held = await storyOf(other, second.id);
  expect(held.answer).toContain("nothing was done: X's limit for the whole app was used up.");
  h.clock.advance(65 * minuteMs);
  await sweepNow(h.roost);
  const missed = await storyOf(other, second.id);
  expect(missed.lines.at(-1)).toContain("X's rate limit for the whole app was used up.");
  const { notices } = await other.caller.notification.list({});
  expect(notices.find(({ kind }) => kind === "missed")?.title).toContain("for the whole app was used up");
});

test("a second tweet of an account that was signed out is told what held it, and what ended that", async () => {
  const first = await dueTweet(h, person);
  const second = await scheduledIn(30_000);
  await h.x("/_sandbox/revoke", { method: "POST", body: { handle: person.handle } });
  await deliverTo(h.roost, first);
  h.clock.advance(31_000);
  await deliverTo(h.roost, second);
  h.clock.advance(10 * minuteMs);
  await h.signUp(person.handle);
  for (const _ of [1, 2]) {
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
  }
  const { answer } = await storyOf(person, second.id);
  expect(answer).toContain("nothing was done: Roost was not signed in for its account.");
  expect(answer).toContain("The account is connected again, so it is given its turn.");
});

test("what waited on X's limit is not told that X had reset it, which nobody saw", async () => {
  const first = await dueTweet(h, person);
  const second = await scheduledIn(30_000);
  await xFault(h, first.text, "status", { status: 429, resetAfterSeconds: 900 }, 1);
  await deliverTo(h.roost, first);
  h.clock.advance(31_000);
  await deliverTo(h.roost, second);
  h.clock.advance(16 * minuteMs);
  await sweepNow(h.roost);
  const { lines } = await storyOf(person, second.id);
  expect(lines).toContain("X's limit should be reset by now, so it is given its turn.");
});

test("a pause that its owner ended is told as that", async () => {
  const tweet = await dueTweet(h, person);
  await person.caller.account.pause({ accountId: person.accountId });
  await deliverTo(h.roost, tweet);
  await person.caller.account.unpause({ accountId: person.accountId });
  const { answer, lines } = await storyOf(person, tweet.id);
  expect(answer).toContain("nothing was done: you had paused its account.");
  expect(lines).toContain("You ended the pause, so it is given its turn.");
});

test("what waits behind another's limit is told when that ends, due or not", async () => {
  const first = await dueTweet(h, person);
  const second = await scheduledIn(30_000);
  const third = await scheduledIn(5 * minuteMs);
  await xFault(h, first.text, "status", { status: 429, resetAfterSeconds: 900 }, 1);
  await deliverTo(h.roost, first);
  h.clock.advance(31_000);
  await deliverTo(h.roost, second);
  const { holdUntil } = await person.caller.tweet.get({ id: third.id });
  for (const { id } of [second, third]) {
    const { answer } = await storyOf(person, id);
    expect(answer).toContain(`when the limit is reset. That is at ${clockOf(holdUntil)}`);
  }
});
