import { beforeEach, describe, expect, test } from "vitest";
import { deliverTo, dueTweet, ledgerOf, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { frozenWorker, settleToRest, timelineFault } from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { shiftedClock } from "../support/shifted-clock";
import { clockOf, storyOf } from "../support/story";
import { waitFor } from "../support/wait-for";

const { h, mira } = emptiedRoost();
const minuteMs = 60_000;
const patienceMs = 2000;

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
});

const rowOf = (id: string) => h.db.tweet.findUniqueOrThrow({ where: { id } });

describe("the story of a tweet to which X gave no clear answer says so, and where Roost looked", () => {
  const unclear: [string, string, object, RegExp][] = [
    ["a page of HTML", "status", { problem: "html" }, /^X answered 503 \("X \/ Error Over capacity"\)\.$/],
    ["nothing", "status", { problem: "empty" }, /^X answered 503 without a reason\.$/],
    ["silence", "hang", {}, /^No clear answer came from X about it \("X did not answer in time\."\)\.$/],
  ];
  test.each(unclear)(
    "%s, and had not posted it: looked for at once and twice later, sent once more",
    async (_, kind, params, said) => {
      const tweet = await dueTweet(h, mira);
      await xFault(h, tweet.text, kind, params, 1);
      await deliverTo(withPatience(h, patienceMs), tweet);
      await settleToRest(h, tweet.id);
      const { question, answer, lines } = await storyOf(mira, tweet.id);
      expect(question).toBe("Why did it go out late?");
      expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
      expect(answer).toContain(`posted at ${clockOf((await rowOf(tweet.id)).publishedAt)}`);
      expect(answer).toMatch(/X gave no clear answer, so it may be up or not/);
      expect(answer).toMatch(/did not find it; it is surely not up, so it may be sent once more/);
      expect(lines.slice(5)).toEqual([
        "Roost sent it to X.",
        expect.stringMatching(said),
        expect.stringMatching(/^X gave no clear answer.*Roost looks for it on X before anything else\.$/),
        expect.stringMatching(/did not find it; it looks again at/),
        expect.stringMatching(/did not find it; it looks again at/),
        expect.stringMatching(/did not find it; it is surely not up/),
        "Several looks did not find it, so it may be sent once more.",
        "Roost's own check, which runs every minute, took it to post it.",
        "Roost sent it to X.",
        "X took it: it is posted.",
      ]);
    },
  );

  test.each([
    ["half a body", "cut-after"],
    ["half of the JSON", "half-json"],
    ["silence", "hang-after"],
  ])("%s, though it had posted it: found, and in time", async (_, kind) => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, kind, {}, 1);
    await deliverTo(withPatience(h, patienceMs), tweet);
    const [post] = await ledgerOf(h, tweet.text);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^Yes\..*Roost found it among the account's posts on X: it is up\.$/);
    expect(lines.slice(5)).toEqual([
      "Roost sent it to X.",
      expect.stringMatching(/^No clear answer came from X about it/),
      expect.stringMatching(/^X gave no clear answer, so it may be up or not/),
      "Roost looked at the account's posts on X and found it; it is up.",
      "Roost found it among the account's posts on X: it is up.",
    ]);
    const { lines: all } = await mira.caller.tweet.get_history({ id: tweet.id, zone: "UTC" });
    expect(all.at(-1)?.small).toContain(`post ${post?.id}`);
  });

  test("and whose timeline lagged: each look, and that the later one found it", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status-after", { status: 503 }, 1);
    await timelineFault(h, mira, "timeline-lag", { ms: minuteMs });
    await deliverTo(h.roost, tweet);
    await settleToRest(h, tweet.id);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^Yes\. .*; Roost learned of it at /);
    expect(answer).toMatch(
      /did not find it; it looks again at .* Roost found it among the account's posts on X: it is up\.$/,
    );
    expect(lines.filter((line) => line === "Roost sent it to X.")).toHaveLength(1);
  });
});

describe("the story of a tweet that met trouble in Roost itself says what that was", () => {
  test("its process stood still for ten minutes while X created it: who found it, and that it was sent once", async () => {
    const tweet = await dueTweet(h, mira);
    const { frozen, release } = frozenWorker(h.roost);
    const delivery = deliverTo(frozen, tweet);
    await waitFor(async () => (await ledgerOf(h, tweet.text)).length === 1);
    h.clock.advance(10 * minuteMs);
    await sweepNow(h.roost);
    release();
    await delivery;
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(
      /^Yes\. .*; Roost learned of it at .*Roost sent it to X, and stopped before it heard X's answer/,
    );
    expect(answer).toMatch(/Roost found it among the account's posts on X: it is up\.$/);
    expect(lines.filter((line) => line === "Roost sent it to X.")).toHaveLength(1);
  });

  test("its clock jumped back before the delivery: it was sent away until its time, and out then", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo({ ...h.roost, clock: shiftedClock(h.clock, () => -10 * minuteMs) }, tweet);
    await deliverTo(h.roost, tweet);
    const { answer, lines } = await storyOf(mira, tweet.id);
    expect(answer).toMatch(/^Yes\. It was due at/);
    expect(lines).toContain("QStash delivered the message before its time, so it was sent away until then.");
  });
});

describe("the story of a tweet whose account lost its sign-in says when, why, and what ended it", () => {
  test("X took the access away: late, once its owner had connected the account again", async () => {
    const tweet = await dueTweet(h, mira);
    await h.x("/_sandbox/revoke", { method: "POST", body: { handle: mira.handle } });
    await deliverTo(h.roost, tweet);
    h.clock.advance(5 * minuteMs);
    await h.signUp(mira.handle);
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toMatch(/X no longer accepts Roost's sign-in for this account\. Connect it again/);
    expect(answer).toMatch(
      /The account is connected again, so it is given its turn\. X took it: it is posted\.$/,
    );
  });

  test("its new tokens came in half an answer, and nobody connected it: why it was missed, and what to do", async () => {
    const tweet = await dueTweet(h, mira);
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: { expiresAt: new Date(0) } });
    const match = { path: "/2/oauth2/token", handle: mira.handle };
    const body = { kind: "half-json", params: {}, count: 1, match };
    await h.x("/_sandbox/faults", { method: "POST", body });
    await deliverTo(h.roost, tweet);
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
    h.clock.advance(120 * minuteMs);
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toMatch(/sign-in could not be renewed just then \("X's answer was cut off/);
    expect(answer).toMatch(/X no longer accepts Roost's sign-in for this account/);
    expect(answer).toMatch(/Its time passed by more than its lateness limit.*Post it now/);
  });
});
