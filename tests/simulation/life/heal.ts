// The end of a life: nothing goes wrong any more, and everything has to come to rest, find its message and stay so.
import { lastPass, type Violation } from "../checks/check";
import {
  checkMessages,
  checkRest,
  checkUnchanged,
  heldForNow,
  openTweets,
  withheldForNow,
  withheldWithinMs,
} from "../checks/liveness";
import { takeSnapshot } from "../checks/snapshot";
import { reconcilerNames } from "../world/world";
import { endFaults } from "./faults";
import { evidenceOf, type Life, note } from "./life";
import { type JobName, startPass } from "./passes";

const secondMs = 1000;
const minuteMs = 60_000;
/** Lease, back-off and the half hour after which X's silence is given up, with room for the sweeps between them. */
const restWithinMs = 50 * minuteMs;
const passWithinMs = 5 * minuteMs;

export type Healed = { violations: Violation[]; recoveryMs: number };

/** Stops all faults and lets Roost mend what they left. */
export async function heal(life: Life): Promise<Healed> {
  await endFaults(life);
  note(life, "nothing goes wrong any more");
  const healedMs = life.ground.time.now();
  const { open, recoveryMs } = await comeToRest(life, healedMs);
  const atRest = checkRest(evidenceOf(life), open);
  if (atRest.length > 0) return { violations: atRest, recoveryMs };
  // Only the look of the same kind takes back what one has found.
  if (isWithholding(life)) await wholePass(life, "orphans-today");
  await lookTwice(life);
  await sweepUntilStill(life);
  life.last = await takeSnapshot(life.ground);
  const messages = checkMessages(evidenceOf(life));
  // What an open breaker withholds waits for people: the world is not consistent before they have looked.
  if (messages.length > 0 || isWithholding(life)) return { violations: messages, recoveryMs };
  const before = life.last;
  for (const job of ["sweep", "orphans"] as const) await wholePass(life, job);
  life.last = await takeSnapshot(life.ground);
  return { violations: checkUnchanged(before, life.last), recoveryMs };
}

/** Two rounds of passes, since what was missing at the first is looked at again; more while they take messages back. */
export async function lookTwice(life: Life, beforeEach = () => {}): Promise<void> {
  for (let round = 0; round < 2 || (round < mostRounds && leavesMessages(life)); round += 1) {
    for (const job of ["orphans", "sweep"] as const) {
      await life.world.advance(minuteMs);
      beforeEach();
      await wholePass(life, job);
    }
  }
  await endUnderWay(life);
  if (!(await hasNewDeadLetters(life))) return;
  beforeEach();
  await wholePass(life, "orphans");
}

/** What fell due meanwhile is still going out: its message waits for an answer, and its lease may be renewed. */
async function endUnderWay(life: Life): Promise<void> {
  const untilMs = life.ground.time.now() + passWithinMs;
  while ((await isUnderWay(life)) && life.ground.time.now() < untilMs) await life.world.advance(secondMs);
}

async function isUnderWay({ ground }: Life): Promise<boolean> {
  const { rowCount } = await ground.sql.query(`SELECT 1 FROM "Tweet" WHERE "status" = 'PUBLISHING' LIMIT 1`);
  return rowCount !== 0;
}

const mostRounds = 5;

/**
 * What went out without QStash, was put off while it was looked for, or was armed anew, leaves a message: the next look
 * takes it back, or sees it ended.
 */
function leavesMessages({ passes }: Life): boolean {
  const leaving = ["published", "settled", "looked for", "rearmed", "ghosts cancelled"];
  return passes.slice(-2).some(({ actions }) => leaving.some((action) => actions[action]));
}

/** What the breaker withholds is awaited too, and is no part of the recovery. */
async function comeToRest(life: Life, healedMs: number) {
  const { time } = life.ground;
  let restedMs: number | null = null;
  for (;;) {
    await wholePass(life, "sweep");
    await life.world.advance(0);
    life.last = await takeSnapshot(life.ground);
    const open = openTweets(life.last, healedMs, life.passes.at(-1)?.isBreakerOpen);
    const sinceMs = time.now() - healedMs;
    const unrested = open.length + heldForNow(life.last, healedMs).length;
    if (unrested === 0) restedMs ??= sinceMs;
    const isWithheld = unrested === 0 && withheldForNow(life.last, healedMs).length > 0;
    if (
      sinceMs > (isWithheld ? withheldWithinMs + minuteMs : restWithinMs) ||
      (unrested === 0 && !isWithheld)
    )
      return { open, recoveryMs: restedMs ?? sinceMs };
    await life.world.advance(minuteMs);
  }
}

/** QStash gave up on a message after the last look had begun. */
async function hasNewDeadLetters({ ground, passes }: Life): Promise<boolean> {
  const lookedMs = lastPass(passes, "orphans")?.begunMs ?? 0;
  const { rowCount } = await ground.sql.query("SELECT 1 FROM qstash.dlq WHERE time >= $1 LIMIT 1", [
    lookedMs,
  ]);
  return rowCount !== 0;
}

function isWithholding({ passes }: Life): boolean {
  return (["sweep", "orphans"] as const).some((job) => lastPass(passes, job)?.isBreakerOpen);
}

/**
 * What is due at this very instant, such as a look at X, is done before the world is called consistent, and the messages
 * that it leaves are looked at.
 */
export async function sweepUntilStill(life: Life): Promise<void> {
  for (let tries = 0; tries < stillTries; tries += 1) {
    await wholePass(life, "sweep");
    await life.world.advance(0);
    if (Object.keys(life.passes.at(-1)?.actions ?? {}).length === 0) return;
    await wholePass(life, "orphans");
  }
}

const stillTries = 5;

/** A pass to its end. Its publications go on, as they do in production. */
export async function wholePass(life: Life, job: JobName): Promise<void> {
  await life.world.finish(startPass(life, reconcilerNames[0], job), passWithinMs);
}
