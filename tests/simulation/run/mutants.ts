// Each mutant in a copy of its own, until the check that is about it turns red.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { exploreSingles, type RunOne } from "../crash/explore";
import type { CrashReport } from "../crash/run-crash";
import { makeCopy } from "../mutants/make-copy";
import type { Mutant } from "../mutants/mutant";
import { publishingMutants } from "../mutants/publishing";
import { schedulingMutants } from "../mutants/scheduling";
import { settlingMutants } from "../mutants/settling";
import { showingMutants } from "../mutants/showing";
import { waitingMutants } from "../mutants/waiting";
import { startPool } from "./pool";
import type { RunPostgres } from "./postgres";

export const mutants: Mutant[] = [
  ...publishingMutants,
  ...schedulingMutants,
  ...settlingMutants,
  ...waitingMutants,
  ...showingMutants,
];

export type Caught = { mutant: Mutant; isCaught: boolean; red: string[]; why: string };

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Tries all of them, so many at once. */
export async function runMutants(
  postgres: Pick<RunPostgres, "copy">,
  workers: number,
  only: string | undefined,
): Promise<Caught[]> {
  const chosen = mutants.filter(({ name }) => only === undefined || name === only);
  const queue = [...chosen.entries()];
  const caught: Caught[] = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, mutant] = next;
      const result = await catchMutant(postgres, mutant, index).catch((error: unknown) => ({
        mutant,
        isCaught: false,
        red: [],
        why: error instanceof Error ? error.message : String(error),
      }));
      caught[index] = result;
      console.log(describeCaught(result));
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return caught;
}

async function catchMutant(
  postgres: Pick<RunPostgres, "copy">,
  mutant: Mutant,
  index: number,
): Promise<Caught> {
  const folder = await makeCopy(root, mutant);
  try {
    const pool = await startPool(postgres, 1, { root: folder, name: `mutant_${index}`, sql: mutant.sql });
    try {
      const { scenario } = mutant;
      const run: RunOne = (strikes) => pool.run<CrashReport>({ kind: "crash", scenario, strikes });
      const reports = mutant.isStruck
        ? (await exploreSingles(run)).map(({ report }) => report)
        : [await run([])];
      const red = new Set(reports.flatMap(({ violations }) => violations.map(({ check }) => check)));
      const what = reports
        .flatMap(({ violations }) => violations)
        .find(({ check }) => check === mutant.turnsRed);
      return { mutant, isCaught: what !== undefined, red: [...red], why: what?.what ?? "" };
    } finally {
      await pool.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function describeCaught({ mutant, isCaught, red, why }: Caught): string {
  if (isCaught) return `  caught: ${mutant.name} -> ${mutant.turnsRed} (${why})`;
  return `  NOT CAUGHT: ${mutant.name}; red: ${red.join("; ") || "none"} ${why}`;
}
