// One scenario with its strikes: carried out, then Roost is started again, mends what is left, and every promise holds.
import type { Evidence, Violation } from "../checks/check";
import {
  checkAnswered,
  checkMessages,
  checkRest,
  checkUnchanged,
  heldForNow,
  openTweets,
} from "../checks/liveness";
import { checkSafety } from "../checks/safety";
import { takeSnapshot } from "../checks/snapshot";
import { openDossier } from "../life/dossier";
import { lookTwice, sweepUntilStill, wholePass } from "../life/heal";
import { endLife, evidenceOf, type Life, startLife } from "../life/life";
import type { Ground } from "../world/ground";
import { reconcilerNames, webNames } from "../world/world";
import { createPlan, type Plan, type Strike } from "./plan";
import type { Scenario } from "./scenario";

export type CrashReport = {
  /** Its calls to the outside until everything is at rest; the first so many are the scenario's own. */
  points: string[];
  acted: number;
  violations: Violation[];
  recoveryMs: number;
  trace: string[];
};

const seed = 4711;
const minuteMs = 60_000;
const restWithinMs = 50 * minuteMs;
/** One of each: whoever dies is missed until it is started again. */
const standing = [webNames[0], reconcilerNames[0]];

export async function runCrash(
  ground: Ground,
  scenario: Scenario,
  strikes: readonly Strike[],
): Promise<CrashReport> {
  const life = await startLife(ground, seed, { mira: ["mira", "mira_work"] });
  ground.calls.choose = () => 0;
  ground.calls.judge = () => "go";
  for (const name of [webNames[1], reconcilerNames[1]]) life.world.processes.get(name)?.crash();
  try {
    await scenario.prepare(life);
    const plan = createPlan(strikes);
    ground.calls.judge = plan.judge;
    await scenario.act(life);
    const acted = plan.points.length;
    const mended = await recover(life, scenario, plan);
    const { recoveryMs } = mended;
    const violations = [
      ...mended.violations,
      ...(strikes.length === 0 ? checkUnstruck(scenario, evidenceOf(life)) : []),
    ];
    life.trace.push(...openDossier(evidenceOf(life), violations));
    return { points: plan.points, acted, violations, recoveryMs, trace: life.trace };
  } finally {
    endLife(life);
  }
}

/** What holds where no call was struck. */
function checkUnstruck(scenario: Scenario, evidence: Evidence): Violation[] {
  return [...(scenario.check?.(evidence) ?? []), ...checkAnswered(evidence)];
}

async function recover(life: Life, scenario: Scenario, plan: Plan) {
  const { time } = life.ground;
  const fromMs = time.now();
  startAgain(life);
  await scenario.again?.(life);
  for (;;) {
    startAgain(life);
    await wholePass(life, "sweep");
    await life.world.advance(0);
    const broken = await look(life);
    const recoveryMs = time.now() - fromMs;
    const open = openTweets(life.last, fromMs);
    const waiting = heldForNow(life.last, fromMs);
    const isOver = open.length + waiting.length === 0 || recoveryMs > restWithinMs;
    if (broken.length > 0) return { violations: broken, recoveryMs };
    if (isOver) {
      plan.end();
      return { violations: await settleDown(life, open), recoveryMs };
    }
    await life.world.advance(minuteMs);
  }
}

/** Two rounds of passes; a third changes nothing. */
async function settleDown(life: Life, open: ReturnType<typeof openTweets>): Promise<Violation[]> {
  const atRest = checkRest(evidenceOf(life), open);
  if (atRest.length > 0) return atRest;
  await lookTwice(life, () => startAgain(life));
  startAgain(life);
  await sweepUntilStill(life);
  const broken = [...(await look(life)), ...checkMessages(evidenceOf(life))];
  if (broken.length > 0) return broken;
  const before = life.last;
  for (const job of ["sweep", "orphans"] as const) await wholePass(life, job);
  return [...(await look(life)), ...checkUnchanged(before, life.last)];
}

function startAgain({ world }: Life): void {
  for (const name of standing) if (world.processes.get(name)?.isDead()) world.restart(name);
}

async function look(life: Life): Promise<Violation[]> {
  life.last = await takeSnapshot(life.ground);
  return checkSafety(evidenceOf(life));
}

export function describeCrash(scenario: string, strikes: readonly Strike[], report: CrashReport): string {
  const struck = strikes.map(
    ({ at, mode }) => `${mode} call ${at}${report.points[at] ? ` (${report.points[at]})` : ""}`,
  );
  const args = strikes.map(({ at, mode }) => `${at}:${mode}`).join(",");
  return [
    ...report.trace,
    `  ${scenario}, struck ${struck.join(" and ") || "nowhere"}`,
    ...report.violations.map(({ check, what }) => `  BROKEN ${check}: ${what}`),
    `  see it again: npm run test:sim -- --crash "${scenario}" --at ${args}`,
  ].join("\n");
}
