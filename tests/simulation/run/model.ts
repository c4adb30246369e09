// Many stories, held against the model over all workers.
import { describeParted, type Played, type Replay } from "../model/stories";
import type { Pool } from "./pool";

export type ModelSums = { stories: number; steps: number; parted: number };

/** Of one seed: short enough that a story which fails is cut down while the others go on. */
const storiesEach = 20;

export async function runModel(pool: Pool, runs: number, firstSeed: number): Promise<ModelSums> {
  const sums: ModelSums = { stories: 0, steps: 0, parted: 0 };
  const seeds = Array.from({ length: Math.ceil(runs / storiesEach) }, (_, at) => firstSeed + at);
  await Promise.all(
    seeds.map(async (seed) => {
      const played = await play(pool, storiesEach, { seed });
      sums.stories += played.stories;
      sums.steps += played.steps;
      if (!played.parted) return;
      sums.parted += 1;
      console.log(describeParted(played.parted));
    }),
  );
  return sums;
}

/** The stories of one seed, or the one at a path. Returns whether world and model agreed. */
export async function runOneStory(pool: Pool, replay: Replay): Promise<boolean> {
  const { parted, stories, steps } = await play(pool, replay.path === undefined ? storiesEach : 1, replay);
  console.log(
    parted ? describeParted(parted) : `${stories} stories of ${steps} sentences agree with the model.`,
  );
  return parted === null;
}

function play(pool: Pool, count: number, replay: Replay): Promise<Played> {
  return pool.run<Played>({ kind: "stories", count, replay });
}
