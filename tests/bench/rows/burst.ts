import { policy } from "~/domain/policy";
import type { Row } from "../row";
import { highest, inWords } from "../spread";
import { burstToBareHandler } from "../support/bare-burst";
import { putXFarAway } from "../support/call-sandbox";
import { type Due, latenessOf, readLedger } from "../support/ledger";
import { signUpPeople } from "../support/people";
import { countStates, stateWords, waitForRest } from "../support/rest";
import { scheduleAll, secondAhead } from "../support/schedule";
import type { BenchStack } from "../support/stack";

const tweets = 1000;
const accounts = 20;
const xAwayMs = 200;
const factorMax = 1.2;
const warmUpLeadMs = 8_000;
/** Time enough to schedule all of them. */
const leadMs = 45_000;
const restTimeoutMs = 300_000;

export const row: Row = {
  name: "burst",
  what: `1,000 due in one second over ${accounts} accounts, X ${xAwayMs} ms away`,
  method: `${tweets} tweets of ${accounts} accounts are due in the same second, every account one tweet earlier to warm up; from that second until X has created the last, against ${tweets} / (${accounts} accounts x ${policy.message.accountParallelism} at a time) x ${xAwayMs} ms; beside it the same QStash and X with a bare handler between them.`,
  measure: async ({ startStack, say }) => {
    const stack = await startStack({ parts: ["x", "qstash", "web", "reconciler"] });
    const people = await signUpPeople(stack, accounts);
    await putXFarAway(stack.addresses.x, xAwayMs);
    const parallelism = accounts * policy.message.accountParallelism;
    const idealMs = (tweets / parallelism) * xAwayMs;

    const warmUpMs = secondAhead(warmUpLeadMs);
    const warmUp = await scheduleAll(people, Array<number>(accounts).fill(warmUpMs), "warm up");
    const dueMs = secondAhead(leadMs);
    const scheduled = await scheduleAll(people, Array<number>(tweets).fill(dueMs), "burst");
    say(`${tweets} scheduled; due in ${inWords(dueMs - Date.now(), "ms")}`);
    const ids = [...warmUp, ...scheduled].map(({ id }) => id);
    const webMs = await processorMsFor(stack, () => waitForRest(stack.roost.db, ids, restTimeoutMs));
    const attempts = await stack.roost.db.attempt.count({ where: { tweetId: { in: ids } } });
    const ends = stateWords(await countStates(stack.roost.db, ids));

    say("the same with a bare handler");
    const bare: Due[] = await burstToBareHandler(stack, people, tweets);
    const ledger = await readLedger(stack.addresses.x);
    const ours = latenessOf(scheduled, ledger);
    const theirs = latenessOf(bare, ledger);
    const totalMs = highest(ours);
    const bareMs = highest(theirs);
    return {
      ours: { values: ours, unit: "ms" },
      against: { name: "a bare handler", reading: { values: theirs, unit: "ms" } },
      bounds: [
        {
          asked: `all out within ${factorMax} x ${inWords(idealMs, "ms")}`,
          found: `${inWords(totalMs, "ms")}, ${(totalMs / idealMs).toFixed(2)} x`,
          isMet: totalMs <= factorMax * idealMs,
        },
      ],
      notes: [
        `QStash delivers ${parallelism} at once, as Roost asks it to. The bare handler had all out after ${inWords(bareMs, "ms")}, ${(bareMs / idealMs).toFixed(2)} x, so ${inWords(totalMs - bareMs, "ms")} of the time is Roost's.`,
        `Ours with the warm-up: ${ends}, by ${attempts} attempts${webMs === null ? "" : `; the web app had ${inWords(webMs / ids.length, "ms")} of a processor for each`}.`,
      ],
    };
  },
};

/** What the web app has of the processor meanwhile. */
async function processorMsFor(stack: BenchStack, work: () => Promise<void>): Promise<number | null> {
  const beforeMs = stack.processorMs("web");
  await work();
  const afterMs = stack.processorMs("web");
  return beforeMs === null || afterMs === null ? null : afterMs - beforeMs;
}
