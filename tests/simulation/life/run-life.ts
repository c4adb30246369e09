// One life from its seed to its end: steps with faults, checked after each, then healed and checked again.
import type { Violation } from "../checks/check";
import { checkSafety } from "../checks/safety";
import { takeSnapshot } from "../checks/snapshot";
import type { Ground } from "../world/ground";
import { openDossier } from "./dossier";
import { countStrikes, setFault } from "./faults";
import { heal } from "./heal";
import { letRowsGo } from "./hold-row";
import { endLife, evidenceOf, type Life, note, startLife } from "./life";
import { type FlightRow, type Met, situationsIn } from "./sometimes";
import { stepWeights, takeStep } from "./steps";

export type LifeReport = {
  seed: number;
  steps: number;
  /** How often each fault struck. */
  faults: Record<string, number>;
  violations: Violation[];
  recoveryMs: number;
  /** The rare situations that it has met. */
  sometimes: string[];
  /** What happened, line by line. */
  trace: string[];
};

export const leastSteps = 60;
export const leastFaults = 5;
/** A life in which nothing strikes is not waited for longer than this. */
const mostSteps = 200;

/** Lives the life of this seed on emptied ground. */
export async function runLife(ground: Ground, seed: number): Promise<LifeReport> {
  const life = await startLife(ground, seed);
  // Half of the lives also order the statements inside transactions, and half let X take the same text twice: its
  // refusal would hide a second post.
  life.world.isStepwise = life.random.chance(0.5);
  if (life.random.chance(0.5)) await ground.control("x", "/_sandbox/limits", { duplicateWindowMs: 0 });
  const report: LifeReport = {
    seed,
    steps: 0,
    faults: {},
    violations: [],
    recoveryMs: 0,
    sometimes: [],
    trace: life.trace,
  };
  try {
    await takeStep(life, "unpack");
    await takeStep(life, "plan");
    while (report.violations.length === 0 && (await isUnfinished(life, report.steps))) {
      report.steps += 1;
      if (report.steps > leastSteps) note(life, `more trouble ahead: ${await setFault(life)}`);
      await takeStep(life, life.random.weighted(stepWeights));
      life.last = await takeSnapshot(ground);
      report.violations = checkSafety(evidenceOf(life));
    }
    if (report.violations.length === 0) {
      const healed = await heal(life);
      report.recoveryMs = healed.recoveryMs;
      report.violations = [...healed.violations, ...checkSafety(evidenceOf(life))];
    }
    report.sometimes = situationsIn(await whatWasMet(life));
    life.trace.push(...openDossier(evidenceOf(life), report.violations));
    report.faults = Object.fromEntries(life.troubles.struck);
    return report;
  } finally {
    await letRowsGo(life);
    endLife(life);
  }
}

async function whatWasMet(life: Life): Promise<Met> {
  const { rows } = await life.ground.sql.query<FlightRow>(
    `SELECT "tweetId", "kind", "detail" FROM "FlightEntry" ORDER BY "id"`,
  );
  const hasDied = [...life.troubles.struck.keys()].some((name) => name.startsWith("crash"));
  return { ...evidenceOf(life), flights: rows, hasDied, waits: life.ground.stirring.waits() };
}

async function isUnfinished(life: Life, steps: number): Promise<boolean> {
  if (steps < leastSteps) return true;
  return steps < mostSteps && (await countStrikes(life)) < leastFaults;
}
