// The orders of every meeting, over all workers.
import { cases, findCase } from "../interleavings/cases";
import { exploreOrders, type Sums } from "../interleavings/explore-orders";
import { type Fork, fromTheStart, type Way } from "../interleavings/order";
import { describeOrder, type OrderReport } from "../interleavings/run-order";
import type { Pool } from "./pool";

/** `exhausted`: meetings of which every order was tried. */
export type OrderSums = { orders: number; meetings: number; exhausted: number; violations: number };

const shownAtMost = 5;
/** More than the workers that a machine has; not all at once, as a job that waits takes memory. */
const atOnce = 16;

/**
 * @param most orders of one meeting, those with the fewest interruptions; where that is not all, so many more by chance.
 */
export async function runInterleavings(pool: Pool, most: number): Promise<OrderSums> {
  const sums: OrderSums = { orders: 0, meetings: cases.length, exhausted: 0, violations: 0 };
  for (const meeting of cases) {
    const startedMs = performance.now();
    let waits = 0;
    const go = async (from: Fork, way: Way): Promise<OrderReport> => {
      const report = await pool.run<OrderReport>({ kind: "order", meeting: meeting.name, from, way });
      if (report.waits > 0) waits += 1;
      if (report.violations.length > 0) {
        sums.violations += 1;
        if (sums.violations <= shownAtMost) console.log(describeOrder(meeting, report));
      }
      return report;
    };
    const tried = await exploreOrders((from) => go(from, { kind: "plain" }), { most, atOnce });
    const sampled = tried.left > 0 ? await sample(go, Math.ceil(most / sampleShare)) : 0;
    sums.orders += tried.orders + sampled;
    if (tried.left === 0) sums.exhausted += 1;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    console.log(
      `  ${meeting.name}: ${tried.orders} orders (${reachOf(tried)}), ${sampled} by chance, ${tried.cut} beginnings cut; in ${waits} somebody waited for a row; ${seconds} s`,
    );
  }
  return sums;
}

const sampleShare = 5;

async function sample(go: (from: Fork, way: Way) => Promise<unknown>, count: number): Promise<number> {
  await Promise.all(Array.from({ length: count }, (_, seed) => go(fromTheStart, { kind: "sample", seed })));
  return count;
}

function reachOf({ left, within }: Sums): string {
  if (left === 0) return "all of them";
  const those =
    within < 0
      ? "not even those without interruption"
      : `all with at most ${within} interruption${within === 1 ? "" : "s"}`;
  return `${those}, and some of the others`;
}

/** One order of one meeting, told in full. Returns whether every promise held. */
export async function runOneOrder(pool: Pool, name: string, choices = ""): Promise<boolean> {
  const meeting = findCase(name);
  const from = { ...fromTheStart, choices: choices.split(",").filter(Boolean).map(Number) };
  const report = await pool.run<OrderReport>({ kind: "order", meeting: name, from, way: { kind: "plain" } });
  console.log(describeOrder(meeting, report));
  return report.violations.length === 0;
}
