import { describe, expect, test } from "vitest";
import { sweep } from "~/server/tweets/sweep";
import { driftWorld, one } from "../support/drift-world";
import { recordedOf } from "../support/recorded";

const { world, messageOf, scheduled, removeAll, expireLogs, pass } = driftWorld();

const strikeMs = 31_000;
const recorded = (tweetId: string) => recordedOf(world.h.db, tweetId);

describe("a look at QStash is recorded", () => {
  test("not at all where it found nothing wrong", async () => {
    const { id } = one(await scheduled());
    const before = await recorded(id);
    await pass();
    await pass();
    expect(await recorded(id)).toEqual(before);
  });

  test("as a suspicion where it found a message missing, once, and then as what came of it", async () => {
    const [tweet] = await scheduled(2);
    if (!tweet) throw new Error("not scheduled");
    const qstashId = await messageOf(tweet.id);
    await removeAll([tweet]);
    await expireLogs();
    await pass();
    await pass();
    world.h.clock.advance(strikeMs);
    await sweep(world.h.roost);
    expect((await recorded(tweet.id)).slice(3)).toEqual([
      { kind: "verdict", actor: "reconciler", detail: { verdict: "MISSING", action: "strike", qstashId } },
      { kind: "orphaned", actor: "sweep", detail: { reason: "MISSING", qstashId } },
    ]);
  });

  test("as withheld by the breaker, once, on each tweet that was left alone", async () => {
    const tweets = await scheduled(15);
    await removeAll(tweets);
    await pass();
    await pass();
    for (const { id } of tweets) {
      expect((await recorded(id)).slice(3)).toMatchObject([
        { kind: "verdict", actor: "reconciler", detail: { verdict: "REMOVED", action: "withhold" } },
      ]);
    }
  });
});
