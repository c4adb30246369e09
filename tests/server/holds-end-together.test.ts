// Holds of many accounts run out in one minute, and QStash hangs: nobody else's tweet waits for that.
import { expect, test } from "vitest";
import { sweep } from "~/server/tweets/sweep";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const { h, mira } = emptiedRoost();
const minuteMs = 60_000;

async function overdue({ userId, accountId }: Person, changes = {}) {
  const now = await h.clock.now();
  const scheduledFor = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs - 10 * minuteMs);
  return placeTweet(h.db, now, {
    userId,
    accountId,
    status: "SCHEDULED",
    changes: { scheduledFor, ...changes },
  });
}

test("what is overdue goes out while QStash still has not answered for them", async () => {
  const limited = await Promise.all(["ada", "linus", "grace"].map((name) => h.signUp(`${name}_limited`)));
  const waiting = await Promise.all(limited.map((person) => overdue(person)));
  const holdUntil = new Date((await h.clock.now()).getTime() - 1000);
  await h.db.xAccount.updateMany({
    where: { id: { in: limited.map(({ accountId }) => accountId) } },
    data: { holdReason: "rateLimit", holdUntil },
  });
  const other = await overdue(mira);
  const never = () => new Promise<never>(() => undefined);
  void sweep({ ...h.roost, queue: { ...h.roost.queue, publish: never, cancel: never } });
  await waitFor(async () => (await wholeTweet(h.db, other.id)).status === "PUBLISHED");
  for (const { id } of waiting) {
    const { status, events } = await wholeTweet(h.db, id);
    expect([status, events.at(-1)?.kind]).toEqual(["SCHEDULED", "resumed"]);
  }
});
