// All orders of every meeting, over all workers.
import { type Case, cases, findCase, wayOf } from "../interleavings/cases";
import { exploreOrders } from "../interleavings/explore-orders";
import { type Fork, fromTheStart, type Way } from "../interleavings/order";
import { describeOrder, type OrderReport } from "../interleavings/run-order";
import type { Pool } from "./pool";

export type OrderSums = { orders: number; meetings: number; violations: number; left: number };

const shownAtMost = 5;
/** More than the workers that a machine has; not all at once, as a job that waits takes memory. */
const atOnce = 16;

/**
 * @param most orders of one meeting: what is left over then is said, and so many are chosen by chance instead.
 */
export async function runInterleavings(pool: Pool, most: number): Promise<OrderSums> {
  const sums: OrderSums = { orders: 0, meetings: cases.length, violations: 0, left: 0 };
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
    const way = wayOf(meeting);
    const tried = await exploreOrders((from) => go(from, way), {
      ...{ most, atOnce, isBounded: way.kind === "bounded" },
    });
    const sampled =
      tried.left > 0 || way.kind === "bounded" ? await sample(go, Math.ceil(most / sampleShare)) : 0;
    sums.orders += tried.orders + sampled;
    sums.left += tried.left;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    const reach = `${reachOf(meeting)}${tried.left > 0 ? `, of which ${tried.left} forks are left` : ""}`;
    console.log(
      `  ${meeting.name}: ${tried.orders} orders (${reach}; ${tried.cut} beginnings cut), ${sampled} by chance; in ${waits} somebody waited for a row; ${seconds} s`,
    );
  }
  return sums;
}

const sampleShare = 5;

async function sample(go: (from: Fork, way: Way) => Promise<unknown>, count: number): Promise<number> {
  await Promise.all(Array.from({ length: count }, (_, seed) => go(fromTheStart, { kind: "sample", seed })));
  return count;
}

function reachOf({ bound }: Case): string {
  return bound === undefined ? "all" : `all with ${bound} interruptions`;
}

/** One order of one meeting, told in full. Returns whether every promise held. */
export async function runOneOrder(pool: Pool, name: string, choices = ""): Promise<boolean> {
  const meeting = findCase(name);
  const from = { ...fromTheStart, choices: choices.split(",").filter(Boolean).map(Number) };
  const way: Way = { kind: "bounded", interruptions: 0 };
  const report = await pool.run<OrderReport>({ kind: "order", meeting: name, from, way });
  console.log(describeOrder(meeting, report));
  return report.violations.length === 0;
}
