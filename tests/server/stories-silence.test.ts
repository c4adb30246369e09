// X was silent when the sign-in was renewed: nothing says that it refused it.
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { deliverTo, dueTweet, withPatience } from "../support/due-tweet";
import { sharedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { tokenGround } from "../support/token-ground";

const h = sharedRoost();
const { signUp, expiresIn, refreshFault } = tokenGround(h);

test("the story of a tweet put off because X left the renewal unanswered says of no sentence that X no longer accepts the sign-in", async () => {
  const person = await signUp();
  const tweet = await dueTweet(h, person);
  const impatient = withPatience(h, policy.publish.callTimeoutMs, 400);
  await expiresIn(person, 0);
  await refreshFault(person, "refresh-unanswered", { rotated: false }, 2);
  await deliverTo(impatient, tweet);
  h.clock.advance(policy.publish.laterMs);
  await deliverTo(impatient, tweet);
  const { lines, answer } = await storyOf(person, tweet.id);
  expect(lines.join("\n")).toMatch(/Roost tries again at \d\d:\d\d:\d\d/);
  expect([...lines, answer].filter((line) => line.includes("no longer accepts"))).toEqual([]);
});
