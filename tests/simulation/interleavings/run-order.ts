// One order of one case: its actors meet, each call of theirs let go one at a time; then Roost mends what is left, and
// every promise must hold.
import type { Violation } from "../checks/check";
import { checkAnswered } from "../checks/liveness";
import { checkSafety } from "../checks/safety";
import { takeSnapshot } from "../checks/snapshot";
import { openDossier } from "../life/dossier";
import { heal } from "../life/heal";
import { endLife, evidenceOf, type Life, startLife } from "../life/life";
import type { Ground } from "../world/ground";
import type { Case } from "./cases";
import type { Tried } from "./explore-orders";
import { Cut, createOrder, type Fork, type Way } from "./order";

export type OrderReport = Tried & {
  choices: number[];
  steps: string[];
  /** How often somebody waited for a row that another had locked. */
  waits: number;
  violations: Violation[];
  trace: string[];
};

const seed = 4712;
/** What they wait for each other, and for X. */
const meetWithinMs = 5 * 60_000;

export async function runOrder(ground: Ground, meeting: Case, from: Fork, way: Way): Promise<OrderReport> {
  const { name, prepare, actors } = meeting;
  const life = await startLife(ground, seed, { mira: ["mira", "mira_work"] });
  const { calls } = ground;
  calls.choose = () => 0;
  calls.judge = () => "go";
  try {
    await prepare(life);
    for (const actor of actors) if (!life.world.processes.has(actor.name)) life.world.restart(actor.name);
    life.last = await takeSnapshot(ground);
    const order = createOrder(from, way);
    const report = { ...order, waits: 0, isCut: false, violations: [], trace: [] };
    life.world.isStepwise = true;
    calls.ungated.add("clock");
    calls.choose = (ready) => {
      if (ground.stirring.blocked().length > 0) report.waits += 1;
      return order.choose(ready);
    };
    for (const actor of actors) actor.start(life);
    try {
      await life.world.finish(untilAllAreDone(life), meetWithinMs);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      return { ...report, isCut: true };
    }
    calls.ungated.clear();
    calls.choose = () => 0;
    life.world.isStepwise = false;
    const violations = await comesRight(life, meeting);
    const trace = violations.length > 0 ? openDossier(evidenceOf(life), violations) : [];
    return { ...report, violations, trace };
  } catch (error) {
    throw new Error(`"${name}" with the choices ${from.choices.join(",")}`, { cause: error });
  } finally {
    calls.ungated.clear();
    endLife(life);
  }
}

/** What was set going, and what that set going in turn. */
async function untilAllAreDone({ background }: Life): Promise<void> {
  while (background.size > 0) await Promise.all(background);
}

async function comesRight(life: Life, { name, check }: Case): Promise<Violation[]> {
  life.last = await takeSnapshot(life.ground);
  const met = [
    ...checkSafety(evidenceOf(life)),
    ...checkAnswered(evidenceOf(life)),
    ...(check?.(life.last) ?? []),
  ];
  if (met.length > 0) return met;
  const state = `${name} ${outcomeOf(life)}`;
  if (rested.has(state)) return [];
  rested.add(state);
  const { violations } = await heal(life);
  return [...violations, ...checkSafety(evidenceOf(life))];
}

/** From one state everything goes on in one way: it is brought to rest once. */
const rested = new Set<string>();

/** All rows that there are, with ids named in the order in which they come up. */
function outcomeOf({ last }: Life): string {
  const names = new Map<string, string>();
  const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|msg_[0-9a-f]+/g;
  return JSON.stringify(last).replace(ids, (id) => {
    const name = names.get(id) ?? `id ${names.size}`;
    names.set(id, name);
    return name;
  });
}

export function describeOrder({ name }: Case, { choices, steps, violations, trace }: OrderReport): string {
  const shown = choices.slice(0, choices.findLastIndex((choice) => choice > 0) + 1);
  return [
    ...trace,
    `  ${name}, in this order:`,
    ...steps.map((step, at) => `    ${at + 1} ${step}`),
    ...violations.map(({ check, what }) => `  BROKEN ${check}: ${what}`),
    `  see it again: npm run test:sim -- --interleaving "${name}" --order ${shown.join(",") || 0}`,
  ].join("\n");
}
