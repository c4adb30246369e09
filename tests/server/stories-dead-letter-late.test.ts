// The web app was down when QStash came; the reconciler posts, and then finds QStash's dead letter.
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { isTimeForDeadLetters } from "~/server/tweets/dead-letters-turn";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { deadTweets } from "../support/dead-letters";
import { sweepNow } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

test("a tweet that the sweep posted late is still told why, once QStash's dead letter has been found", async () => {
  const [tweet] = await deadTweets(h, mira, hourMs);
  if (!tweet) throw new Error("no tweet");
  h.clock.advance(hourMs + policy.evidence.graceMs + 60_000);
  // A minute ago another sweep has read the dead letters: this one only posts.
  await isTimeForDeadLetters(h.roost, await h.clock.now());
  await sweepNow(h.roost);
  h.clock.advance(policy.deadLetters.everyMs);
  await checkOrphans(h.roost, { dueBefore: null });
  const { question, answer, lines } = await storyOf(mira, tweet.id);
  expect(lines.join("\n")).toMatch(/QStash gave its message up/);
  expect(question).toBe("Why did it go out late?");
  expect(answer).toContain(
    "QStash had called for it and Roost had answered 401, so Roost's own check took it.",
  );
});
