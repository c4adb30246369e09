// A page that stands open while somebody else signs in, in the same browser.
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as connect } from "~/app/api/accounts/connect/route";
import { POST as upload } from "~/app/api/media/route";
import * as trpcRoute from "~/app/api/trpc/[trpc]/route";
import { personHeader } from "~/domain/person-header";
import { png } from "../support/media-files";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { clientOf } from "../support/trpc-http";

const session = vi.hoisted(() => ({ userId: "" }));
const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("~/server/auth", () => ({
  getSignedInUser: async () => ({ userId: session.userId, name: "Tom" }),
}));
vi.mock("~/server/env", (original) =>
  import("../support/own-address").then((m) => m.withOwnAddress(original)),
);
vi.mock("next/headers", () => ({
  cookies: async () => ({ set: (name: string, value: string) => jar.set(name, value) }),
}));

const { h, mira } = sharedRoostWithMira();
let tom: Person;

beforeAll(async () => {
  tom = await h.signUp("tom_other");
  (globalThis as { roost?: typeof h.roost }).roost = h.roost;
});
beforeEach(() => {
  jar.clear();
  session.userId = tom.userId;
});

const { client } = clientOf(trpcRoute, () => ({ [personHeader]: mira.userId }));
const stopped = { data: { app: { code: "OTHER_PERSON" } }, message: expect.stringContaining("Reload it") };
const hourMs = 3_600_000;
const fromMira = (path: string, body: Buffer | null = null) =>
  new Request(`http://localhost${path}`, {
    method: "POST",
    headers: { [personHeader]: mira.userId },
    body: body && new Uint8Array(body),
  });

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

  test("uploads nothing as the other", async () => {
    const answer = await upload(fromMira("/api/media", png(40, 30, "hers")));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: stopped.message });
    expect(await h.db.media.count()).toBe(0);
  });

  test("begins to connect no account to the other's", async () => {
    const answer = await connect(fromMira("/api/accounts/connect"));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: stopped.message });
    expect([...jar]).toEqual([]);
  });

  test("goes on when its own person is back", async () => {
    session.userId = mira.userId;
    expect((await upload(fromMira("/api/media", png(40, 30, "hers")))).status).toBe(201);
    expect((await connect(fromMira("/api/accounts/connect"))).status).toBe(204);
    expect([...jar]).toEqual([["roost.connect", mira.userId]]);
    await expect(client.tweet.get_queue.query()).resolves.toMatchObject({ upcoming: [] });
  });
});
