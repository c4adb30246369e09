// A page that stands open while somebody else signs in, in the same browser.
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as trpcRoute from "~/app/api/trpc/[trpc]/route";
import { personHeader } from "~/trpc/person-header";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { clientOf } from "../support/trpc-http";

const session = vi.hoisted(() => ({ userId: "" }));
vi.mock("~/server/auth", () => ({ getSignedInUser: async () => ({ userId: session.userId, name: "Tom" }) }));

const { h, mira } = sharedRoostWithMira();
let tom: Person;

beforeAll(async () => {
  tom = await h.signUp("tom_other");
  (globalThis as { roost?: typeof h.roost }).roost = h.roost;
});
beforeEach(() => {
  session.userId = tom.userId;
});

const { client } = clientOf(trpcRoute, () => ({ [personHeader]: mira.userId }));
const stopped = { data: { app: { code: "OTHER_PERSON" } }, message: expect.stringContaining("Reload it") };
const hourMs = 3_600_000;

describe("a page whose person has changed", () => {
  test("is shown nothing of the other's", async () => {
    await expect(client.tweet.get_queue.query()).rejects.toMatchObject(stopped);
    await expect(client.notification.banner.query()).rejects.toMatchObject(stopped);
  });

  test("schedules nothing as the other", async () => {
    const asTom = newTweet(tom, await h.clock.now(), hourMs);
    await expect(client.tweet.schedule.mutate(asTom)).rejects.toMatchObject(stopped);
    expect(await h.db.tweet.count({ where: { userId: tom.userId } })).toBe(0);
  });

  test("goes on when its own person is back", async () => {
    session.userId = mira.userId;
    await expect(client.tweet.get_queue.query()).resolves.toMatchObject({ upcoming: [] });
  });
});
