// Tweets that show something: their files come to Roost, lie in its store, go to X piece by piece and are waited for.
import type { Life } from "../life/life";
import { pass, schedule, set, uploads } from "./deeds";
import { lateBy } from "./late-by";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;

const takesIn: Scenario = {
  name: "upload",
  prepare: async () => undefined,
  act: (life) => uploads(life, ["image-a", "video-a"]),
  again: async (life) => {
    await uploads(life, ["image-a", "video-a"]);
    await schedule(life, { number: 1, inMs: 10 * second, files: ["image-a"] });
    await schedule(life, { number: 2, inMs: 20 * second, files: ["video-a"] });
    await life.world.advance(40 * second);
  },
};

async function due(life: Life, files: string[], parts = 1): Promise<void> {
  await uploads(life, files);
  await schedule(life, { number: 1, parts, inMs: 10 * second, files });
  await life.world.advance(9 * second);
}

const media: Scenario = {
  name: "media",
  prepare: (life) => due(life, ["image-a", "image-b"]),
  act: (life) => life.world.advance(3 * second),
};

const processingMs = 20 * second;
/** X says when to ask again, at the latest after ten seconds. */
const patienceMs = 11 * second;

const processes: Scenario = {
  name: "X processes a video",
  prepare: async (life) => {
    await set(life, "x", "processing-takes", { seconds: processingMs / second });
    await due(life, ["video-a"]);
  },
  act: (life) => life.world.advance(30 * second),
  check: (evidence) =>
    lateBy(
      evidence,
      "L2 every due tweet comes to rest in time, and its owner is told",
      processingMs + patienceMs,
      [1],
    ),
};

const processingFails: Scenario = {
  name: "X's processing of a video fails",
  prepare: async (life) => {
    await set(life, "x", "processing-takes", { seconds: 3 });
    await set(life, "x", "processing-fails", {});
    await due(life, ["video-a"]);
  },
  act: (life) => life.world.advance(10 * second),
};

const forgets: Scenario = {
  name: "X has lost a file",
  prepare: async (life) => {
    await set(life, "x", "media-forgotten");
    await due(life, ["image-a"]);
  },
  act: (life) => life.world.advance(5 * second),
};

/** Its first part is out, its files are at X, and nobody heard so. */
const settles: Scenario = {
  name: "settle, X has posted a picture",
  prepare: async (life) => {
    await set(life, "x", "hang-after");
    await due(life, ["image-a"], 2);
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await pass(life, "sweep");
    await life.world.advance(minute);
  },
};

/** Each of their calls is struck, alone and in pairs. */
export const shows: Scenario[] = [takesIn, media, processes, processingFails, forgets, settles];
