import type { Row } from "../row";
import { highest, inWords } from "../spread";
import { latenessOf, readLedger } from "../support/ledger";
import { signUpPeople } from "../support/people";
import { waitForRest } from "../support/rest";
import { scheduleAll, secondAhead } from "../support/schedule";

const people = 4;
const leadMs = 10_000;
/** From 1 past the minute on: :46 is the worst second, its grace one too long for the sweep of the next minute. */
const everyMs = 5_000;
const offsetMs = 1_000;
const minuteMs = 60_000;
const restTimeoutMs = 180_000;
const lateMsMax = 90_000;

export const row: Row = {
  name: "lateness-without-qstash",
  what: "lateness with QStash down",
  method:
    "Two tweets due at every fifth second of a minute, the worst one for the sweep included; one of the two had its message when QStash's process was ended, the other never got one, no web app runs, and the reconciler alone posts them.",
  measure: async ({ startStack, say }) => {
    const stack = await startStack({ parts: ["x", "qstash", "reconciler"] });
    const crowd = await signUpPeople(stack, people);
    const firstMs = Math.ceil(secondAhead(leadMs) / everyMs) * everyMs + offsetMs;
    const dueMs = Array.from({ length: minuteMs / everyMs }, (_, index) => firstMs + index * everyMs);
    const armed = await scheduleAll(crowd, dueMs, "armed before");
    await stack.stop("qstash");
    const unarmed = await scheduleAll(crowd, dueMs, "never armed");
    const scheduled = [...armed, ...unarmed];
    say(`${scheduled.length} scheduled, QStash is down; this takes up to three minutes`);
    const ids = scheduled.map(({ id }) => id);
    await waitForRest(stack.roost.db, ids, (dueMs.at(-1) ?? 0) - Date.now() + restTimeoutMs);
    const values = latenessOf(scheduled, await readLedger(stack.addresses.x));
    const latestMs = highest(values);
    return {
      ours: { values, unit: "ms" },
      against: { name: "hourly sweeps elsewhere: up to 1 h", reading: null },
      bounds: [
        {
          asked: "at most 90 s",
          found: `the latest ${inWords(latestMs, "ms")}`,
          isMet: latestMs <= lateMsMax,
        },
      ],
      notes: [],
    };
  },
};
