// Each mutant in a copy of its own, until the check that is about it turns red.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { exploreSingles, type RunOne } from "../crash/explore";
import type { CrashReport } from "../crash/run-crash";
import { exploreOrders } from "../interleavings/explore-orders";
import type { OrderReport } from "../interleavings/run-order";
import { makeCopy } from "../mutants/make-copy";
import { meetingMutants } from "../mutants/meeting";
import type { Mutant } from "../mutants/mutant";
import { publishingMutants } from "../mutants/publishing";
import { schedulingMutants } from "../mutants/scheduling";
import { settlingMutants } from "../mutants/settling";
import { showingMutants } from "../mutants/showing";
import { waitingMutants } from "../mutants/waiting";
import { type Pool, startPool } from "./pool";
import type { RunPostgres } from "./postgres";

export const mutants: Mutant[] = [
  ...publishingMutants,
  ...schedulingMutants,
  ...settlingMutants,
  ...waitingMutants,
  ...showingMutants,
  ...meetingMutants,
];

/** `orders`: how many of a meeting were tried; null where none meet. */
export type Caught = { mutant: Mutant; isCaught: boolean; red: string[]; orders: number | null; why: string };

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
        orders: null,
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
      const reports = "meeting" in mutant ? await meet(pool, mutant) : await strike(pool, mutant);
      const red = new Set(reports.flatMap(({ violations }) => violations.map(({ check }) => check)));
      const what = reports
        .flatMap(({ violations }) => violations)
        .find(({ check }) => check === mutant.turnsRed);
      const orders = "meeting" in mutant ? reports.length : null;
      return { mutant, isCaught: what !== undefined, red: [...red], orders, why: what?.what ?? "" };
    } finally {
      await pool.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Report = Pick<CrashReport, "violations">;

async function strike(pool: Pool, { scenario, isStruck }: Extract<Mutant, { scenario: string }>) {
  const run: RunOne = (strikes) => pool.run<CrashReport>({ kind: "crash", scenario, strikes });
  return isStruck ? (await exploreSingles(run)).map(({ report }) => report) : [await run([])];
}

/** Many times what any of them needs. */
const ordersAtMost = 200;

/** Orders of one meeting, until one turns the check red. */
async function meet(
  pool: Pool,
  { meeting, turnsRed }: Extract<Mutant, { meeting: string }>,
): Promise<Report[]> {
  const reports: OrderReport[] = [];
  const isOver = () => reports.some(({ violations }) => violations.some(({ check }) => check === turnsRed));
  await exploreOrders(
    async (from) => {
      const way = { kind: "plain" } as const;
      const report = await pool.run<OrderReport>({ kind: "order", meeting, from, way });
      reports.push(report);
      return report;
    },
    { most: ordersAtMost, isOver },
  );
  return reports;
}

export function describeCaught({ mutant, isCaught, red, orders, why }: Caught): string {
  const when = orders === null ? "" : ` in order ${orders}`;
  if (isCaught) return `  caught: ${mutant.name} -> ${mutant.turnsRed}${when} (${why})`;
  return `  NOT CAUGHT: ${mutant.name}; red: ${red.join("; ") || "none"} ${why}`;
}
