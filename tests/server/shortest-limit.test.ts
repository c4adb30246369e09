// What its owner may ask for at the least, and what Roost's own check needs.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { sweepNow } from "../support/due-tweet";
import { newTweet } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";

const h = sharedRoost();
const hourMs = 3_600_000;
const sweepEveryMs = 60_000;

test("a tweet with the shortest lateness limit goes out though QStash never comes", async () => {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  const now = await h.clock.now();
  const latenessLimitS = policy.schedule.minLatenessLimitS;
  const tweet = await person.caller.tweet.schedule({ ...newTweet(person, now, hourMs), latenessLimitS });
  const graceEndMs = (tweet.scheduledFor?.getTime() ?? 0) + policy.evidence.graceMs;
  h.clock.advance(graceEndMs - now.getTime() - 1000);
  await sweepNow(h.roost);
  expect((await person.caller.tweet.get({ id: tweet.id })).state).toBe("queued");
  h.clock.advance(sweepEveryMs);
  await sweepNow(h.roost);
  expect((await person.caller.tweet.get({ id: tweet.id })).state).toBe("posted");
});
