import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { completeFlight, noteFlight, recordFlight } from "~/server/flight-recorder";
import { createRoost } from "~/server/roost";
import { tell } from "~/server/tweets/tell";
import { freePort } from "../support/free-port";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";

const { h, mira } = sharedRoostWithMira();
const hourMs = 3_600_000;

const tweetOf = async () => mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 100 * hourMs));
const entriesOf = (tweetId: string) =>
  h.db.flightEntry.findMany({ where: { tweetId }, orderBy: { id: "asc" } });
const detailOf = (entry: { detail: unknown } | undefined) => (entry?.detail ?? {}) as Record<string, unknown>;
const delivered = (tweetId: string, retried: number) =>
  ({ tweetId, kind: "delivered", actor: "qstash", detail: { qstashId: "msg_1", retried } }) as const;

describe("the flight recorder", () => {
  test("numbers its entries and the moves in one row, in the order in which they came", async () => {
    const { id } = await tweetOf();
    const [first] = await noteFlight(h.roost, [delivered(id, 0)]);
    await mira.caller.tweet.unschedule({ id, revision: 1 });
    const [second] = await noteFlight(h.roost, [delivered(id, 1)]);
    const moved = await h.db.event.findFirstOrThrow({ where: { tweetId: id, kind: "unscheduled" } });
    expect([first, moved.id, second].toSorted((a, b) => Number(a) - Number(b))).toEqual([
      first,
      moved.id,
      second,
    ]);
  });

  test("keeps several in the order in which they were handed over, under the tweet's owner", async () => {
    const { id } = await tweetOf();
    await noteFlight(
      h.roost,
      Array.from({ length: 20 }, (_, retried) => delivered(id, retried)),
    );
    const entries = await entriesOf(id);
    expect(entries.map((entry) => detailOf(entry).retried)).toEqual([...Array(20).keys()]);
    expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set([mira.userId]));
  });

  test("keeps nothing about a tweet that is nobody's", async () => {
    const id = randomUUID();
    expect(await noteFlight(h.roost, [delivered(id, 0)])).toEqual([]);
    expect(await entriesOf(id)).toEqual([]);
  });

  test("keeps a refused creation, which has no tweet, for the person who asked", async () => {
    const id = randomUUID();
    await noteFlight(h.roost, [
      {
        tweetId: id,
        userId: mira.userId,
        kind: "refused",
        actor: "owner",
        detail: { command: "schedule", code: "TIME_PASSED", why: "That time has passed." },
      },
    ]);
    expect(await entriesOf(id)).toMatchObject([{ userId: mira.userId, kind: "refused" }]);
  });

  test("goes with the transaction that it is part of", async () => {
    const { id } = await tweetOf();
    const at = await h.clock.now();
    const lost = h.db.$transaction(async (tx) => {
      await recordFlight(tx, [{ ...delivered(id, 0), at }]);
      throw new Error("not so");
    });
    await expect(lost).rejects.toThrow("not so");
    expect(await entriesOf(id)).toEqual([]);
    await h.db.$transaction((tx) => recordFlight(tx, [{ ...delivered(id, 0), at }]));
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test("adds to a delivery what was answered", async () => {
    const { id } = await tweetOf();
    const noted = await noteFlight(h.roost, [delivered(id, 2)]);
    await completeFlight(h.roost, noted, { answer: "handled", said: "posted" });
    const [kept] = await entriesOf(id);
    expect(kept?.detail).toEqual({ qstashId: "msg_1", retried: 2, answer: "handled", said: "posted" });
  });

  test("keeps the reason, and neither a page of HTML nor a key nor a character that no database takes", async () => {
    const { id } = await tweetOf();
    const words = `Bearer abc123 \0 ${"<p>not now</p>".repeat(500)}`;
    await noteFlight(h.roost, [
      {
        tweetId: id,
        kind: "answered",
        actor: "qstash",
        detail: { attemptId: "a", part: 1, answer: "response", status: 500, words },
      },
    ]);
    const [kept] = await entriesOf(id);
    const said = String(detailOf(kept).words);
    expect(said).toMatch(/^\[hidden\] <p>not now/);
    expect(said.length).toBe(policy.history.maxWordsCharacters);
  });

  test("leaves out the middle of a storm, says how much, and keeps the beginning and the end", async () => {
    const { id } = await tweetOf();
    const { maxEntries, firstEntries, lastEntries } = policy.history;
    const total = maxEntries + 700;
    for (let sent = 0; sent < total; sent += 100) {
      await noteFlight(
        h.roost,
        Array.from({ length: 100 }, (_, n) => delivered(id, sent + n)),
      );
    }
    const entries = await entriesOf(id);
    expect(entries.length).toBeLessThanOrEqual(maxEntries + 100);
    const note = entries.findIndex(({ kind }) => kind === "cut");
    expect(note).toBe(firstEntries);
    expect(entries.filter(({ kind }) => kind === "cut")).toHaveLength(1);
    expect(Number(detailOf(entries[note]).entries) + entries.length - 1).toBe(total);
    const retries = entries.map((entry) => detailOf(entry).retried);
    expect(retries.slice(0, firstEntries)).toEqual([...Array(firstEntries).keys()]);
    expect(retries.slice(-lastEntries)).toEqual(
      Array.from({ length: lastEntries }, (_, n) => total - lastEntries + n),
    );
  });

  test("of a storm that comes all at once loses count of nothing", async () => {
    const { id } = await tweetOf();
    const { maxEntries } = policy.history;
    await noteFlight(h.roost, Array(maxEntries).fill(delivered(id, 0)));
    const linesBefore = h.logLines.length;
    const storm = 60;
    const noted = await Promise.all(
      Array.from({ length: storm }, () => noteFlight(h.roost, [delivered(id, 1)])),
    );
    expect(noted.every((ids) => ids.length === 1)).toBe(true);
    const entries = await entriesOf(id);
    const left = entries.filter(({ kind }) => kind === "cut").map((entry) => Number(detailOf(entry).entries));
    expect(left).toHaveLength(1);
    expect(Number(left[0]) + entries.length - 1).toBe(maxEntries + storm);
    expect(h.logLines.slice(linesBefore).join("")).not.toContain("flight.");
  });

  test("adds nothing to an entry that was left out meanwhile", async () => {
    const { id } = await tweetOf();
    const noted = await noteFlight(h.roost, Array(policy.history.maxEntries).fill(delivered(id, 0)));
    await noteFlight(h.roost, [delivered(id, 1)]);
    await completeFlight(h.roost, noted, { answer: "handled" });
    const cut = (await entriesOf(id)).find(({ kind }) => kind === "cut");
    expect(Object.keys(detailOf(cut))).toEqual(["entries"]);
  });

  test("that cannot write stops nothing, and says so in the log", async () => {
    const url = `postgresql://roost:none@127.0.0.1:${await freePort()}/roost`;
    const gone = { ...createRoost({ ...h.env, DATABASE_URL: url }, "test"), log: h.roost.log };
    const id = randomUUID();
    expect(await noteFlight(gone, [delivered(id, 0)])).toEqual([]);
    await completeFlight(gone, [1n], { answer: "handled" });
    const lines = h.logLines.join("");
    expect(lines).toContain("flight.unrecorded");
    expect(lines).toContain("flight.uncompleted");
    expect(lines).toContain(id);
  });
});

describe("telling a person", () => {
  test("the same twice is telling it once, and another person is told too", async () => {
    const tom = await h.signUp("tom");
    const at = await h.clock.now();
    const since = at.toISOString();
    const once = (userId: string) =>
      h.db.$transaction((tx) => tell(tx, { userId, kind: "badApp", detail: { since }, key: "badApp", at }));
    for (const userId of [mira.userId, mira.userId, tom.userId]) await once(userId);
    const told = await h.db.notification.findMany({ where: { kind: "badApp" } });
    expect(told.map(({ userId }) => userId).sort()).toEqual([mira.userId, tom.userId].sort());
    expect(told[0]).toMatchObject({ at, readAt: null, detail: { since } });
  });

  test("is undone with the move that it is about", async () => {
    const at = await h.clock.now();
    const lost = h.db.$transaction(async (tx) => {
      await tell(tx, { userId: mira.userId, kind: "unconfirmed", detail: {}, key: "lost", at });
      throw new Error("not so");
    });
    await expect(lost).rejects.toThrow("not so");
    expect(await h.db.notification.count({ where: { key: "lost" } })).toBe(0);
  });
});
