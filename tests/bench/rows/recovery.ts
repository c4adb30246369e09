import { policy } from "~/domain/policy";
import { waitFor } from "../../support/wait-for";
import type { Bench, Row } from "../row";
import { highest, inWords } from "../spread";
import { putXFarAway } from "../support/call-sandbox";
import { readLedger } from "../support/ledger";
import { signUpPeople } from "../support/people";
import { countStates, inStates, stateWords, waitForRest } from "../support/rest";
import { type Scheduled, scheduleAll, secondAhead } from "../support/schedule";
import type { BenchStack } from "../support/stack";

const tweets = 100;
const accounts = 10;
const xAwayMs = 1000;
const leadMs = 20_000;
/** Killed when this many are out and others are on their way. */
const outAtKill = tweets / 4;
const killTimeoutMs = 120_000;
const sweepMs = 60_000;
/** A sweep finds the dead worker's lease over; X is read until it is certain; what surely is not there goes out again. */
const limitMs =
  sweepMs +
  policy.evidence.graceMs +
  policy.publish.leaseMs +
  policy.publish.callTimeoutMs +
  policy.settle.afterDeadlineMs +
  policy.settle.betweenReadsMs;
const restTimeoutMs = 2 * limitMs;

export const row: Row = {
  name: "recovery",
  what: `recovery after \`kill -9\` while ${tweets} are being posted`,
  method: `${tweets} tweets of ${accounts} accounts are due in one second, X ${xAwayMs} ms away; once ${outAtKill} are out the web app and the reconciler are killed together and started again; from the kill until each of the others is at rest, then X's ledger is read.`,
  measure: async ({ startStack, say }) => {
    const stack = await startStack({ parts: ["x", "qstash", "web", "reconciler"] });
    const people = await signUpPeople(stack, accounts);
    await putXFarAway(stack.addresses.x, xAwayMs);
    const scheduled = await scheduleAll(people, Array<number>(tweets).fill(secondAhead(leadMs)), "recovery");
    const { killedAtMs, atKill } = await killInTheMiddle(stack, scheduled, say);
    await Promise.all([stack.start("web"), stack.start("reconciler")]);
    const upAfterMs = Date.now() - killedAtMs;
    say(`up again after ${inWords(upAfterMs, "ms")}; this takes up to ${inWords(limitMs, "ms")}`);
    const ids = scheduled.map(({ id }) => id);
    await waitForRest(stack.roost.db, ids, restTimeoutMs);

    const ends = await stack.roost.db.tweet.findMany({ where: { id: { in: ids } } });
    const values = ends.map(({ statusSince }) => statusSince.getTime() - killedAtMs).filter((ms) => ms > 0);
    const { twice, lost } = await compareWithLedger(stack, scheduled);
    const latestMs = highest(values);
    return {
      ours: { values, unit: "ms" },
      against: { name: "sweep + grace + lease + X read until certain", reading: null },
      bounds: [
        {
          asked: `within ${inWords(limitMs, "ms")}`,
          found: inWords(latestMs, "ms"),
          isMet: latestMs <= limitMs,
        },
        { asked: "none twice", found: String(twice), isMet: twice === 0 },
        { asked: "none lost", found: String(lost), isMet: lost === 0 },
      ],
      notes: [
        `At the kill: ${atKill}. Up again after ${inWords(upAfterMs, "ms")}. In the end: ${stateWords(await countStates(stack.roost.db, ids))}.`,
      ],
    };
  },
};

async function killInTheMiddle(stack: BenchStack, scheduled: Scheduled[], say: Bench["say"]) {
  const ids = scheduled.map(({ id }) => id);
  const atKill = await waitFor(
    async () => {
      const states = await countStates(stack.roost.db, ids);
      const isMiddle = inStates(states, "PUBLISHED") >= outAtKill && inStates(states, "PUBLISHING") > 0;
      return isMiddle && stateWords(states);
    },
    { timeoutMs: killTimeoutMs },
  );
  const killedAtMs = Date.now();
  await Promise.all([stack.kill("web"), stack.kill("reconciler")]);
  say(`killed: ${atKill}`);
  return { killedAtMs, atKill };
}

/** Lost is what X never created, and whose owner is not told so either. */
async function compareWithLedger(stack: BenchStack, scheduled: Scheduled[]) {
  const counts = new Map<string, number>();
  for (const { text } of await readLedger(stack.addresses.x)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const missing = scheduled.filter(({ text }) => !counts.has(text));
  const unsaid = await stack.roost.db.tweet.count({
    where: { id: { in: missing.map(({ id }) => id) }, status: { notIn: ["FAILED", "UNCONFIRMED"] } },
  });
  return { twice: [...counts.values()].filter((count) => count > 1).length, lost: unsaid };
}
