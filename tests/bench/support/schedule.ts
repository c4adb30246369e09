// Tweets on the schedule, by the verb that the studio calls.
import { randomUUID } from "node:crypto";
import { createGate } from "~/server/gate";
import type { Due } from "./ledger";
import type { Person } from "./people";

/** As many as the studio's users would send at one moment. */
const requestsAtOnce = 8;

export type Scheduled = Due & { id: string };

/** Schedules one tweet for each of these times (whole seconds, Unix milliseconds), going round the people. */
export async function scheduleAll(people: Person[], dueMs: number[], label: string): Promise<Scheduled[]> {
  const gate = createGate(requestsAtOnce);
  return Promise.all(
    dueMs.map((at, index) =>
      gate(async () => {
        const person = people[index % people.length];
        if (!person) throw new Error("Nobody has signed up.");
        const { id, accountId } = { id: randomUUID(), accountId: person.accountId };
        const text = `${label} ${index + 1}`;
        await person.caller.tweet.schedule({ id, accountId, text, scheduledFor: new Date(at) });
        return { id, text, dueMs: at };
      }),
    ),
  );
}

const msPerSecond = 1000;

/** The whole second that is at least this far ahead, by this machine's clock, which the database shares. */
export function secondAhead(aheadMs: number): number {
  return Math.ceil((Date.now() + aheadMs) / msPerSecond) * msPerSecond;
}
