import { expect, test } from "vitest";
import { delivers, mood, waits } from "./model/outside-tells";
import { reschedules, schedules } from "./model/owner-tells";
import { describeParted, playStories, playStory } from "./model/stories";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
const stories = 12;

test(`in ${stories} stories by chance, page, X and QStash say what a small model of the promises says`, async () => {
  const { parted } = await playStories(ground(), stories, { seed: 20 });
  expect(parted, parted ? describeParted(parted) : "").toBeNull();
});

test("what is due after X's limit is queued on every line of the page", async () => {
  const putOff = [schedules("A", 1), mood("A", "puts it off"), waits(1), delivers("A", "once")];
  await playStory(ground(), [...putOff, schedules("B", 30), reschedules("A", 180)]);
});
