// `npm run test:sim`: the proof in full. What it does and prints is said by `--help`.
import { parseArgs } from "node:util";
import { runLives } from "./run/lives";
import { startPool } from "./run/pool";
import { startRunPostgres } from "./run/postgres";

const help = `npm run test:sim -- [options]

  --seeds N      lives to live (default 200)
  --from N       the first seed (default 1)
  --seed N       live this one life, and print all that happened in it
  --workers N    processes at once (default 4)
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "200" },
      from: { type: "string", default: "1" },
      seed: { type: "string" },
      workers: { type: "string", default: "4" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const postgres = await startRunPostgres();
  try {
    const one = values.seed === undefined ? null : Number(values.seed);
    const pool = await startPool(postgres, one === null ? Number(values.workers) : 1);
    try {
      const seeds = one === null ? range(Number(values.from), Number(values.seeds)) : [one];
      return await runLives(pool, seeds, one !== null);
    } finally {
      await pool.stop();
    }
  } finally {
    await postgres.stop();
  }
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}

process.exitCode = await main();
