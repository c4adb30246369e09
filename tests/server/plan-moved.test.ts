// A tweet that its owner wanted out at once, and then moved by editing it, has the time that they chose last.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { deliverTo, dueTweet } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

test("posted to the second at the time that its owner gave it in an edit, it is not said to be late", async () => {
  const { id, revision } = await dueTweet(h, mira);
  h.clock.advance(10 * 60_000);
  await mira.caller.account.pause({ accountId: mira.accountId });
  const asked = await mira.caller.tweet.post_now({ id, revision });
  const scheduledFor = new Date(Math.floor((await h.clock.now()).getTime() / 1000) * 1000 + 24 * hourMs);
  const edited = await mira.caller.tweet.edit({
    id,
    revision: asked.revision,
    text: `moved ${randomUUID()}`,
    scheduledFor,
  });
  await mira.caller.account.unpause({ accountId: mira.accountId });
  h.clock.advance(scheduledFor.getTime() - (await h.clock.now()).getTime());
  await deliverTo(h.roost, edited);
  const { posted } = await mira.caller.tweet.get_queue({});
  const row = posted.find((tweet) => tweet.id === id);
  const { question, answer } = await storyOf(mira, id);
  expect.soft(row).toMatchObject({ state: "posted", isLate: false, plannedFor: null });
  expect.soft(`${question} ${answer}`).toMatch(/^Did it go out in time\? Yes\./);
});
