import type { Row } from "../row";
import { highest, inWords, median, p99 } from "../spread";
import { latenessOf, readLedger } from "../support/ledger";
import { signUpPeople } from "../support/people";
import { waitForRest } from "../support/rest";
import { scheduleAll, secondAhead } from "../support/schedule";

const tweets = 240;
const people = 10;
const leadMs = 20_000;
const restTimeoutMs = 60_000;
const medianMsMax = 100;
const p99MsMax = 1000;

export const row: Row = {
  name: "lateness",
  what: `lateness with QStash up, ${tweets} tweets`,
  method: `${tweets} tweets of ${people} accounts, each due at a second of its own, one after another, through the whole stack; how long after its second X created each.`,
  measure: async ({ startStack, say }) => {
    const stack = await startStack({ parts: ["x", "qstash", "web", "reconciler"] });
    const firstMs = secondAhead(leadMs);
    const dueMs = Array.from({ length: tweets }, (_, index) => firstMs + index * 1000);
    const scheduled = await scheduleAll(await signUpPeople(stack, people), dueMs, "its own second");
    say(`${tweets} scheduled; the last is due in ${inWords((dueMs.at(-1) ?? 0) - Date.now(), "ms")}`);
    await waitForRest(
      stack.roost.db,
      scheduled.map(({ id }) => id),
      (dueMs.at(-1) ?? 0) - Date.now() + restTimeoutMs,
    );
    const values = latenessOf(scheduled, await readLedger(stack.addresses.x));
    return {
      ours: { values, unit: "ms" },
      against: { name: "the due second", reading: null },
      bounds: [
        {
          asked: `median under ${medianMsMax} ms`,
          found: inWords(median(values), "ms"),
          isMet: median(values) < medianMsMax,
        },
        { asked: "p99 under 1 s", found: inWords(p99(values), "ms"), isMet: p99(values) < p99MsMax },
      ],
      notes: [`The latest: ${inWords(highest(values), "ms")}.`],
    };
  },
};
