import { expect, test } from "vitest";
import { describeParted, playStories } from "./model/stories";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
const stories = 12;

test(`in ${stories} stories by chance, page, X and QStash say what a small model of the promises says`, async () => {
  const { parted } = await playStories(ground(), stories, { seed: 20 });
  expect(parted, parted ? describeParted(parted) : "").toBeNull();
});
