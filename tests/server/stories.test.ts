import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { deliverTo, dueTweet, sweepNow, xFault } from "../support/due-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";
import { messagesOf } from "../support/tweet-messages";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const afterLimitMs = policy.schedule.defaultLatenessLimitS * 1000 + 60_000;

const movedAt = async (tweetId: string, kind: string) =>
  (await h.db.event.findFirstOrThrow({ where: { tweetId, kind }, orderBy: { id: "desc" } })).at;

describe("why a tweet did not go out is told by its story alone", () => {
  test("when X refused it: X's words, and when", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 403, detail: "Purple is not allowed." });
    await deliverTo(h.roost, tweet);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(
      new RegExp(`At ${clockOf(await movedAt(tweet.id, "failed"))}[^:]*: It was not posted`),
    );
    expect(answer).toContain("Purple is not allowed.");
    expect(lines).toEqual([
      expect.stringMatching(/^You scheduled it for /),
      expect.stringMatching(/^Roost asked QStash for a message/),
      expect.stringMatching(/^QStash took the message/),
      "QStash delivered the message; Roost took it up.",
      "Woken by QStash, Roost took it to post it.",
      "Roost sent it to X.",
      expect.stringMatching(/^X answered 403 \("Purple is not allowed/),
      expect.stringMatching(/^It was not posted\. X refused to post it\./),
    ]);
  });

  test("when X had the same text already", async () => {
    const text = `again ${randomUUID()}`;
    await deliverTo(h.roost, await dueTweet(h, mira, text));
    const twin = await dueTweet(h, mira, text);
    await deliverTo(h.roost, twin);
    const { answer } = await storyOf(mira, twin.id);
    expect(answer).toMatch(/refused it as a duplicate: this account has posted the same text before/);
    expect(answer).toContain("Change the text, then schedule it again.");
    expect(answer).toContain(clockOf(await movedAt(twin.id, "failed")));
  });

  test("when a hold outlasted its limit: what held it, since when, and when it was given up", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { problem: "suspended" });
    await deliverTo(h.roost, tweet);
    const heldAt = clockOf(await movedAt(tweet.id, "put off"));
    await deliverTo(h.roost, tweet);
    h.clock.advance(afterLimitMs);
    await sweepNow(h.roost);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(
      new RegExp(`At ${heldAt}[^:]*: X has suspended this account. Mend that with X, then connect it again`),
    );
    expect(answer).toMatch(/passed by more than its lateness limit of 1 hour before it could be posted/);
    expect(answer).toContain(clockOf(await movedAt(tweet.id, "failed")));
    expect(lines.join("\n")).toMatch(
      /QStash delivered the message; nothing was done: Roost was not signed in for/,
    );
  });

  test("when nothing ran until its limit had passed: for how long nothing came, and who found it", async () => {
    const tweet = await dueTweet(h, mira);
    h.clock.advance(3 * hourMs);
    await sweepNow(h.roost);
    const { answer, lines } = await storyOf(mira, tweet.id);
    expect(answer).toContain(`It was due at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(/For 3 hours nothing took it up\. In that time Roost took no call of QStash/);
    expect(answer).toContain(clockOf(await movedAt(tweet.id, "failed")));
    expect(lines.at(-1)).toMatch(/lateness limit/);
  });

  test("when its message was removed at QStash", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 5 * hourMs));
    for (const { messageId } of await messagesOf(h, tweet.id)) await h.deleteMessage(messageId);
    await checkOrphans(h.roost, { dueBefore: null });
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toContain(`It was to go out at ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toMatch(
      new RegExp(
        `At ${clockOf(await movedAt(tweet.id, "orphaned"))}[^:]*: .*removed from QStash, and not by Roost`,
      ),
    );
  });

  test("and why it has not gone out yet: the pause that it waits on, long before it is due", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 5 * hourMs));
    await mira.caller.account.pause({ accountId: mira.accountId });
    const { question, answer } = await storyOf(mira, tweet.id);
    await mira.caller.account.unpause({ accountId: mira.accountId });
    expect(question).toBe("Why has it not gone out yet?");
    expect(answer).toMatch(/It is on hold\. You paused this account\./);
    expect((await storyOf(mira, tweet.id)).answer).not.toContain("on hold");
  });

  test("when its owner took it off, or cancelled it", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 5 * hourMs));
    const draft = await mira.caller.tweet.unschedule({ id: tweet.id, revision: tweet.revision });
    expect((await storyOf(mira, tweet.id)).answer).toMatch(/You took it off the schedule\.$/);
    await mira.caller.tweet.cancel({ id: tweet.id, revision: draft.revision });
    const { answer } = await storyOf(mira, tweet.id);
    expect(answer).toMatch(
      new RegExp(`At ${clockOf(await movedAt(tweet.id, "cancelled"))}[^:]*: You cancelled it`),
    );
  });

  test("when it never was: what was refused, and when", async () => {
    const input = newTweet(mira, await h.clock.now(), -hourMs);
    const { message } = await refusalOf(mira.caller.tweet.schedule(input));
    const { question, answer, lines } = await storyOf(mira, input.id);
    expect(question).toBe("Why was it not scheduled?");
    expect(answer).toMatch(/^At \d\d:\d\d:\d\d/);
    expect(answer).toContain(`Scheduling it was refused: ${message}`);
    expect(lines).toHaveLength(1);
  });
});

describe("why a tweet went out late is told by its story alone", () => {
  test("when QStash delivered nothing", async () => {
    const tweet = await dueTweet(h, mira);
    h.clock.advance(5 * 60_000);
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toMatch(/5 minutes late\. At [^:]+:\d\d:\d\d[^:]*: QStash had not delivered its message/);
    expect(answer).toContain(clockOf(await movedAt(tweet.id, "posted")));
  });

  test("when QStash had refused its message", async () => {
    await h.qstash("/_sandbox/faults", {
      method: "POST",
      body: { kind: "api-status", params: { status: 401 } },
    });
    const tweet = await dueTweet(h, mira);
    h.clock.advance(5 * 60_000);
    await sweepNow(h.roost);
    const { answer } = await storyOf(mira, tweet.id);
    expect(answer).toMatch(/QStash refused Roost's token, so it has no message/);
    expect(answer).toMatch(/QStash had no message of it, so Roost's own check took it/);
  });

  test("when it was missed and its owner posted it then: planned, missed, posted, and by whom", async () => {
    const tweet = await dueTweet(h, mira);
    h.clock.advance(3 * hourMs);
    await sweepNow(h.roost);
    const { revision } = await mira.caller.tweet.get({ id: tweet.id });
    const { scheduled } = await mira.caller.tweet.retry_all({ tweets: [{ id: tweet.id, revision }] });
    h.clock.advance(3000);
    for (const again of scheduled) await deliverTo(h.roost, again);
    const { question, answer, lines } = await storyOf(mira, tweet.id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toContain(`No. It was planned for ${clockOf(tweet.scheduledFor)}`);
    expect(answer).toContain(
      `was missed, and you posted it at ${clockOf(await movedAt(tweet.id, "posted"))}`,
    );
    expect(answer).toMatch(/lateness limit/);
    expect(lines.join("\n")).toContain(
      `You asked to post it now (it was planned for ${clockOf(tweet.scheduledFor)}`,
    );
  });

  test("when X could not take it at first", async () => {
    const tweet = await dueTweet(h, mira);
    await xFault(h, tweet.text, "status", { status: 429, detail: "Slow down." }, 1);
    await deliverTo(h.roost, tweet);
    for (let minutes = 0; minutes < 40; minutes += 1) {
      h.clock.advance(60_000);
      await sweepNow(h.roost);
    }
    const { question, answer } = await storyOf(mira, tweet.id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toMatch(
      /X's rate limit for this account is used up\. .* That is at [^"]+ \("Slow down\."\)/,
    );
    expect(answer.match(/Slow down/g)).toHaveLength(1);
  });

  test("and when it went out in time, an edit that came too late is told with its time", async () => {
    const tweet = await dueTweet(h, mira);
    await deliverTo(h.roost, tweet);
    const { id, revision } = tweet;
    const { message } = await refusalOf(mira.caller.tweet.edit({ id, revision, text: "better" }));
    const { question, answer } = await storyOf(mira, id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^Yes\. It was due at/);
    expect(answer).toMatch(/At [^:]+:\d\d:\d\d[^:]*: Your edit was refused: /);
    expect(answer).toContain(message);
  });
});

describe("a story is its owner's", () => {
  test("and nobody else's: another person is answered as if there were none", async () => {
    const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
    const tweet = await dueTweet(h, tom);
    const refusals = [
      await refusalOf(mira.caller.tweet.get_history({ id: tweet.id })),
      await refusalOf(mira.caller.tweet.get_history({ id: randomUUID() })),
    ];
    expect(refusals[0]).toMatchObject({ code: "NOT_FOUND", message: refusals[1]?.message });
  });

  test("also of a tweet that they have deleted", async () => {
    const tweet = await dueTweet(h, mira);
    await mira.caller.tweet.delete({ id: tweet.id, revision: tweet.revision });
    const { isDeleted, lines } = await storyOf(mira, tweet.id);
    expect(isDeleted).toBe(true);
    expect(lines).toContain("You deleted it.");
  });

  test("told in the zone that they ask for, and in no zone that is none", async () => {
    const tweet = await dueTweet(h, mira);
    const tokyo = await storyOf(mira, tweet.id, "Asia/Tokyo");
    const utc = await storyOf(mira, tweet.id);
    expect(tokyo.answer).not.toBe(utc.answer);
    const { code } = await mira.caller.tweet
      .get_history({ id: tweet.id, zone: "Nowhere/Land" })
      .catch((error) => error);
    expect(code).toBe("BAD_REQUEST");
  });

  test("without the text, though X echoed it", async () => {
    const tweet = await dueTweet(h, mira, `a plan ${randomUUID()}`);
    await xFault(h, tweet.text, "status", { status: 400, detail: `This is bad: ${tweet.text}` });
    await deliverTo(h.roost, tweet);
    const answer = JSON.stringify(await mira.caller.tweet.get_history({ id: tweet.id }));
    expect(answer).toContain("This is bad: [your text]");
    expect(answer).not.toContain(tweet.text);
  });
});
