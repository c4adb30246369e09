// Staging, made from production's backup: the same rows and the same QStash account, its own name and address.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import { armTweets } from "~/server/tweets/arm";
import { driftWorld, hourMs, one } from "../support/drift-world";

const { world, messageOf, scheduled, pass, livingMessages, seen, expireLogs } = driftWorld();

let staging: Roost;
beforeEach(() => {
  staging = world.h.variant({ ROOST_INSTALLATION: "staging", NEXTAUTH_URL: "http://localhost:1" });
});

const labelsOf = async (messageId: string) =>
  (await livingMessages()).filter((message) => message.messageId === messageId).map(({ label }) => label);

describe("a copy of the database leaves alone what the first installation has at QStash", () => {
  test.each([
    ["its log tells whose it is", async () => undefined],
    ["its log is no longer kept", () => expireLogs()],
  ])("its check arms its own message and cancels none, where %s", async (_, prepare) => {
    const tweet = one(await scheduled());
    const old = await messageOf(tweet.id);
    const message = await world.h.db.message.findFirstOrThrow({ where: { tweetId: tweet.id } });
    await prepare();
    expect((await pass(staging)).actions).toMatchObject({ rearmed: 1 });
    expect(await labelsOf(await messageOf(tweet.id))).toEqual(["staging"]);
    expect(await labelsOf(old)).toEqual(["roost"]);
    // The first installation's own rows, as they have been all the time.
    await world.h.db.message.deleteMany({ where: { tweetId: tweet.id } });
    await world.h.db.message.create({ data: message });
    await world.h.db.tweet.update({
      where: { id: tweet.id },
      data: { qstashId: old, arming: message.arming },
    });
    expect((await pass()).actions).not.toHaveProperty("unscheduled");
    expect((await seen(tweet.id)).state).toBe("queued");
    expect(await labelsOf(old)).toEqual(["roost"]);
  });

  test("its second check says nothing more of that message", async () => {
    const tweet = one(await scheduled());
    const old = await messageOf(tweet.id);
    await pass(staging);
    const own = await messageOf(tweet.id);
    expect((await pass(staging)).actions).toEqual({});
    expect(await messageOf(tweet.id)).toBe(own);
    expect(await labelsOf(old)).toEqual(["roost"]);
  });

  test.each(["edit", "cancel"] as const)("its owner's %s drops none either", async (command) => {
    const tweet = one(await scheduled());
    const old = await messageOf(tweet.id);
    const caller = world.h.callerOf(staging, world.mira.userId).tweet;
    const target = { id: tweet.id, revision: tweet.revision };
    if (command === "edit") await caller.edit({ ...target, text: `edited ${randomUUID()}` });
    else await caller.cancel(target);
    expect(await labelsOf(old)).toEqual(["roost"]);
    await pass(staging);
    expect(await labelsOf(old)).toEqual(["roost"]);
  });

  test("what neither had armed when it was copied has a message of each", async () => {
    const tweet = one(await scheduled(1, 72 * hourMs));
    world.h.clock.advance(25 * hourMs);
    expect(await armTweets(world.h.roost, [tweet.id], "reconciler")).toBe(1);
    const old = await messageOf(tweet.id);
    await world.h.db.message.deleteMany({ where: { tweetId: tweet.id } });
    await world.h.db.tweet.update({ where: { id: tweet.id }, data: { qstashId: null } });
    expect(await armTweets(staging, [tweet.id], "reconciler")).toBe(1);
    expect(await messageOf(tweet.id)).not.toBe(old);
    expect((await livingMessages()).map(({ label }) => label).sort()).toEqual(["roost", "staging"]);
  });
});
