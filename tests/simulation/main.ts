// `npm run test:sim`: the proof in full. What it does and prints is said by `--help`.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { describeElsewhere } from "./mutants/elsewhere";
import { runCrashes, runOneCrash } from "./run/crashes";
import { runInterleavings, runOneOrder } from "./run/interleavings";
import { runLives, runOneLife } from "./run/lives";
import { runModel, runOneStory } from "./run/model";
import { runMutants } from "./run/mutants";
import { type Pool, startPool } from "./run/pool";
import { type RunPostgres, startRunPostgres } from "./run/postgres";
import { readSlice } from "./run/which-scenarios";

const defaultWorkers = Math.ceil(availableParallelism() * 1.5);

const help = `npm run test:sim -- [options]

  --seeds N            lives to live (200)
  --from N             the first seed (1)
  --pairs SHARE        share of all pairs of crash points, from 0 to 1 (0.01)
  --slice 2/5          of those pairs every fifth, from the second on: five slices are all of them
  --scenarios A,B      crash points and pairs of these scenarios alone
  --workers N          processes at once (half as many again as there are cores: each waits for PostgreSQL now and then)
  --orders N           orders of one meeting, those with the fewest interruptions first (300)
  --runs N             stories to hold against the model (400)
  --only PARTS         of "interleavings,model,lives,crashes,mutants", those
  --mutant NAME        this one mutant

  --seed N             live this one life, and print all that happened in it
  --crash NAME         carry out this one scenario, and print its calls to the outside
    --at 3:lost,9:after  with these struck
  --interleaving NAME  let these actors meet once, and print every call in its order
    --order 0,1,1,2    with these choices of who goes next
  --model SEED         hold a few stories of this seed against the model
    --path P --replay R  only this one
`;

const options = {
  seeds: { type: "string", default: "200" },
  from: { type: "string", default: "1" },
  pairs: { type: "string", default: "0.01" },
  slice: { type: "string", default: "1/1" },
  scenarios: { type: "string" },
  workers: { type: "string", default: String(defaultWorkers) },
  orders: { type: "string", default: "300" },
  runs: { type: "string", default: "400" },
  only: { type: "string", default: "interleavings,model,lives,crashes,mutants" },
  mutant: { type: "string" },
  seed: { type: "string" },
  crash: { type: "string" },
  at: { type: "string" },
  interleaving: { type: "string" },
  order: { type: "string" },
  model: { type: "string" },
  path: { type: "string" },
  replay: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

type Wanted = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return true;
  }
  const isOne = [values.seed, values.crash, values.interleaving, values.model].some(
    (one) => one !== undefined,
  );
  const postgres = await startRunPostgres();
  try {
    const parts = values.only.split(",");
    if (values.mutant !== undefined || parts.join() === "mutants")
      return await proveMutants(postgres, values);
    const pool = await startPool(postgres, isOne ? 1 : Number(values.workers));
    try {
      if (isOne) return await showOne(pool, values);
      const { holds, table } = await prove(pool, values);
      await pool.stop();
      const areCaught = !parts.includes("mutants") || (await proveMutants(postgres, values));
      console.log(["", ...table].join("\n"));
      return holds && areCaught;
    } finally {
      await pool.stop();
    }
  } finally {
    await postgres.stop();
  }
}

async function showOne(pool: Pool, wanted: Wanted): Promise<boolean> {
  if (wanted.seed !== undefined) return runOneLife(pool, Number(wanted.seed));
  if (wanted.crash !== undefined) return runOneCrash(pool, wanted.crash, wanted.at);
  if (wanted.model !== undefined) {
    const { path, replay: replayPath } = wanted;
    return runOneStory(pool, { seed: Number(wanted.model), path, replayPath });
  }
  return runOneOrder(pool, wanted.interleaving ?? "", wanted.order);
}

/** Returns what the run has to show in the end, whatever was printed on the way. */
async function prove(pool: Pool, wanted: Wanted): Promise<{ holds: boolean; table: string[] }> {
  const parts = new Set(wanted.only.split(","));
  const table: string[] = [];
  let holds = true;
  if (parts.has("interleavings")) {
    const sums = await runInterleavings(pool, Number(wanted.orders));
    holds &&= sums.violations === 0;
    table.push(
      `interleavings: ${sums.orders} orders of ${sums.meetings} meetings, all there are of ${sums.exhausted} -> ${sums.violations} violations`,
    );
  }
  if (parts.has("model")) {
    const sums = await runModel(pool, Number(wanted.runs), Number(wanted.from));
    holds &&= sums.parted === 0;
    table.push(`model: ${sums.stories} stories x ${sums.steps} sentences -> ${sums.parted} parted from it`);
  }
  if (parts.has("crashes")) {
    const sums = await runCrashes(pool, {
      pairShare: Number(wanted.pairs),
      slice: readSlice(wanted.slice),
      scenarios: wanted.scenarios,
    });
    holds &&= sums.violations === 0;
    table.push(
      `crash points ${sums.points}/${sums.points}, pairs ${sums.pairs}/${sums.allPairs} -> ${sums.violations} violations; longest recovery ${minutes(sums.longestMs)}`,
    );
  }
  if (parts.has("lives")) {
    const seeds = Array.from({ length: Number(wanted.seeds) }, (_, at) => Number(wanted.from) + at);
    const lives = await runLives(pool, seeds);
    holds &&= lives.holds;
    table.push(...lives.lines);
  }
  return { holds, table };
}

async function proveMutants(postgres: RunPostgres, wanted: Wanted): Promise<boolean> {
  const caught = await runMutants(postgres, Number(wanted.workers), wanted.mutant);
  const count = caught.filter(({ isCaught }) => isCaught).length;
  console.log(`mutants ${count}/${caught.length}`);
  if (wanted.mutant === undefined) for (const line of describeElsewhere()) console.log(line);
  return count === caught.length;
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} min`;
}

process.exitCode = (await main()) ? 0 : 1;
