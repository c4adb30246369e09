import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { driftWorld, one } from "../support/drift-world";

const { world, scheduled, removeAll, fault } = driftWorld();

test("an orphan does not hide that the rest of the queue could not be verified, and the line says when it could again", async () => {
  const tweets = await scheduled(3);
  await removeAll([one(tweets)]);
  const first = await world.mira.caller.tweet.get_queue();
  expect(first.truth).toMatchObject({ kind: "orphans", count: 1, unverified: null });
  await fault({ kind: "api-status", params: { status: 401 } });
  world.h.clock.advance(policy.page.freshMs + 1000);
  const refused = await world.mira.caller.tweet.get_queue();
  expect(refused.truth).toMatchObject({ kind: "orphans", count: 1, unverified: { kind: "unauthorized" } });
  await world.h.qstash("/_sandbox/faults", { method: "DELETE" });
  const again = await world.mira.caller.tweet.get_queue();
  expect(again.truth).toMatchObject({ kind: "orphans", count: 1, unverified: null });
});

test("an orphan does not hide that another message was not found once", async () => {
  const [gone, doubtful] = await scheduled(3);
  if (!gone || !doubtful) throw new Error("not scheduled");
  await removeAll([gone]);
  await world.mira.caller.tweet.get_queue();
  await world.h.db.tweet.update({
    where: { id: doubtful.id },
    data: { missingSince: await world.h.clock.now() },
  });
  const { truth } = await world.mira.caller.tweet.get_queue({ verify: false });
  expect(truth).toMatchObject({ kind: "orphans", count: 1, unverified: { kind: "unproven" } });
});
