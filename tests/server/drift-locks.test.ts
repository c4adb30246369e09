import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, hourMs, one } from "../support/drift-world";
import { newTweet } from "../support/roost-harness";
import { waitFor } from "../support/wait-for";

const { world, scheduled, removeAll } = driftWorld();

const strikeMs = policy.evidence.strikeMs + 1000;
/** A session that holds the tweet's row; `release` lets go. */
async function holdRow(id: string): Promise<{ release: () => Promise<void> }> {
  const holder = new pg.Client({ connectionString: world.h.env.DATABASE_URL });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query('SELECT 1 FROM "Tweet" WHERE "id" = $1 FOR UPDATE', [id]);
  return {
    release: async () => {
      await holder.query("COMMIT");
      await holder.end();
    },
  };
}

test("a suspect's row that somebody holds locked delays no overdue tweet of anybody else", async () => {
  const suspect = one(await scheduled());
  const ada = await world.h.signUp(`ada_${randomUUID().slice(0, 6)}`);
  const overdue = await ada.caller.tweet.schedule(newTweet(ada, await world.h.clock.now(), hourMs));
  await removeAll([suspect]);
  await world.h.db.tweet.update({
    where: { id: suspect.id },
    data: { missingSince: await world.h.clock.now() },
  });
  world.h.clock.advance(hourMs + policy.evidence.graceMs + strikeMs);
  const row = await holdRow(suspect.id);
  let isSweepOver = false;
  const sweeping = sweep(world.h.roost).finally(() => {
    isSweepOver = true;
  });
  try {
    await waitFor(async () => (await ada.caller.tweet.get({ id: overdue.id })).state === "posted");
    expect(isSweepOver).toBe(false);
  } finally {
    await row.release();
    await (await sweeping).publications;
  }
});
