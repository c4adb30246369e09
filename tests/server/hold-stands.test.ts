// A hold that stands after all: what waits on it is not told that it has ended, nor does it lose its message.
import { beforeEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { deliverTo, dueTweet, xFault } from "../support/due-tweet";
import type { Person } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { dueThread } from "../support/thread";

const { h, mira } = emptiedRoost();
const untilProbeMs = policy.publish.probeMs + 1000;
let tom: Person;

beforeEach(async () => {
  await h.db.appHold.deleteMany();
  await h.x("/_sandbox/faults", { method: "DELETE" });
  tom = await h.signUp("tom_waits");
});

test("a probe's thread whose second part meets the hold again tells no other tweet that the hold has ended", async () => {
  const waiting = await dueTweet(h, mira, "waits for credits");
  await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  const fault = await xFault(h, "waits for credits", "status", { status: 402 });
  await deliverTo(h.roost, waiting);
  await h.x(`/_sandbox/faults/${fault.fault.id}`, { method: "DELETE" });
  const thread = await dueThread(h, tom, ["the last credit", "one too many"]);
  await xFault(h, "one too many", "status", { status: 402 });
  h.clock.advance(untilProbeMs);
  await deliverTo(h.roost, thread);
  expect(await h.db.appHold.findFirst()).toMatchObject({ reason: "noCredits" });
  const { lines } = await storyOf(mira, waiting.id);
  expect(lines.filter((line) => line.includes("given its turn"))).toEqual([]);
});
