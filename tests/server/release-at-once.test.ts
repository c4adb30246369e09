// What the operator is told of a release.
import { beforeEach, expect, test } from "vitest";
import { holdApp } from "~/server/holds/hold-app";
import { releaseApp } from "~/server/holds/release-app";
import { dueTweet } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { waitingOnLock } from "../support/waiting-on-lock";

const { h, mira } = emptiedRoost();
beforeEach(() => h.db.appHold.deleteMany());

test("of two releases at once neither says that a hold stands which is gone", async () => {
  const tweet = await dueTweet(h, mira);
  await holdApp(h.roost, "restored");
  const rows = `SELECT 1 FROM "Tweet" WHERE "id" = '${tweet.id}' FOR UPDATE`;
  const answers = await waitingOnLock(h.env.DATABASE_URL, rows, 2, () =>
    Promise.all([releaseApp(h.roost, "paused"), releaseApp(h.roost, "paused")]),
  );
  expect(await h.db.appHold.count()).toBe(0);
  expect((answers as { renewed: string[] }[]).flatMap(({ renewed }) => renewed)).toEqual([]);
});
