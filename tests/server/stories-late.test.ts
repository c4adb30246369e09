// QStash was down, or slow: its message came, and far too late.
import { expect, test } from "vitest";
import { deliverMessage } from "~/server/tweets/deliver";
import { dueTweet } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";

const { h, mira } = emptiedRoost();

test("the story of a tweet that QStash woke Roost for too late says when its message came, and with which try", async () => {
  const { id, revision, scheduledFor } = await dueTweet(h, mira);
  h.clock.advance(50 * 60_000);
  const came = clockOf(await h.clock.now());
  await deliverMessage(h.roost, JSON.stringify({ tweetId: id, revision }), null, 2);
  const { question, answer } = await storyOf(mira, id);
  expect(question).toBe("Why did it go out late?");
  expect(answer).toContain(`It was due at ${clockOf(scheduledFor)}`);
  expect(answer).toMatch(
    /50 minutes late\. QStash's message came only at [^.]* \(try 3\), and Roost's own check had not taken it before\. X took it/,
  );
  expect(answer).toContain(came);
});
