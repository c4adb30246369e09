import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { deadTweets } from "../support/dead-letters";
import { sweepNow } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const pass = () => checkOrphans(h.roost, { dueBefore: null });

async function deadTweet() {
  const [tweet] = await deadTweets(h, mira, hourMs);
  if (!tweet) throw new Error("no tweet");
  return tweet;
}

describe("the story of a tweet whose message QStash gave up tells that, and what came of it", () => {
  test("when it is not yet due: it has a new message for its time", async () => {
    const { id } = await deadTweet();
    await pass();
    const { lines } = await storyOf(mira, id);
    const gaveUp = lines.findIndex((line) =>
      /^QStash gave its message up, Roost having answered 401/.test(line),
    );
    expect(gaveUp).toBeGreaterThan(0);
    expect(lines.slice(gaveUp).join("\n")).toMatch(/QStash took the message/);
  });

  test("when it was overdue: why it went out late, and who posted it", async () => {
    const { id, scheduledFor } = await deadTweet();
    h.clock.advance(hourMs + policy.evidence.graceMs + 60_000);
    await pass();
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, id);
    expect(question).toBe("Why did it go out late?");
    expect(answer).toContain(`It was due at ${clockOf(scheduledFor)}`);
    expect(answer).toMatch(/QStash gave its message up, Roost having answered 401/);
    expect(answer).toMatch(/it is overdue, so Roost's own check sees to it/);
  });

  test("when its limit had passed: why it did not go out", async () => {
    const { id, scheduledFor } = await deadTweet();
    h.clock.advance(3 * hourMs);
    await pass();
    await sweepNow(h.roost);
    const { question, answer } = await storyOf(mira, id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toContain(`It was due at ${clockOf(scheduledFor)}`);
    expect(answer).toMatch(/QStash gave its message up/);
    expect(answer).toContain("; its time had passed, so no new message was asked for.");
    expect(answer).not.toContain("own check sees to it");
    expect(answer).toMatch(/lateness limit/);
    expect(answer).toMatch(/For 2 hours nothing took it up\. In that time Roost took no call of QStash/);
  });
});
