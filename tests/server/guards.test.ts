import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLegalMove, type TweetStatus, tweetStatuses } from "~/domain/tweet";
import { type Db, openDb } from "~/server/db";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { ownColumns, placeTweet, wholeTweet } from "../support/placed-tweet";

let database: TestDatabase;
let db: Db;
let owner: { userId: string; accountId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url);
  const user = await db.user.create({ data: { id: randomUUID(), name: "Mira" } });
  const account = await db.xAccount.create({
    data: {
      id: randomUUID(),
      userId: user.id,
      xUserId: "1",
      handle: "mira",
      name: "Mira",
      accessToken: "sealed",
      expiresAt: new Date(),
      scope: "",
    },
  });
  owner = { userId: user.id, accountId: account.id };
});
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});

const now = new Date();
const place = (status: TweetStatus, changes = {}) => placeTweet(db, now, { ...owner, status, changes });
const update = (id: string, data: object) => db.tweet.update({ where: { id }, data });
const pairs = tweetStatuses.flatMap((from) => tweetStatuses.map((to) => [from, to] as const));

/** Tries a move as a careless writer would: with every column as the new state asks for, and no look at the old one. */
async function tryMove(from: TweetStatus, to: TweetStatus): Promise<boolean> {
  const { id } = await place(from);
  const before = await wholeTweet(db, id);
  try {
    await update(id, {
      status: to,
      qstashId: null,
      ...ownColumns(to, now, new Date(now.getTime() + 60_000)),
    });
    return true;
  } catch (error) {
    expect(String(error)).toContain(`${from} -> ${to} is not a legal move`);
    expect(await wholeTweet(db, id)).toEqual(before);
    return false;
  }
}

describe("the move guard", () => {
  test.each(pairs.filter(([from, to]) => from !== to))(
    "%s -> %s: PostgreSQL says what the table of states says",
    async (from, to) => {
      expect(await tryMove(from, to)).toBe(isLegalMove(from, to));
    },
  );

  test.each(tweetStatuses)("%s may have its row changed without a move", async (status) => {
    expect(await tryMove(status, status)).toBe(true);
  });

  test("lets nothing leave PUBLISHED", () => {
    expect(tweetStatuses.filter((to) => isLegalMove("PUBLISHED", to))).toEqual([]);
  });

  test("lets no revision fall", async () => {
    const { id, revision } = await place("DRAFT");
    await expect(update(id, { revision: revision - 1 })).rejects.toThrow("a revision never falls");
    await update(id, { revision: revision + 1 });
  });

  test("lets no message outlive its revision", async () => {
    const { id, revision } = await place("SCHEDULED", { qstashId: randomUUID() });
    await expect(update(id, { revision: revision + 1 })).rejects.toThrow("clears qstashId");
    await update(id, { revision: revision + 1, qstashId: null });
  });

  test("lets no time change without its revision", async () => {
    const { id, revision, scheduledFor } = await place("SCHEDULED");
    const other = new Date(scheduledFor.getTime() + 1000);
    await expect(update(id, { scheduledFor: other })).rejects.toThrow("changes only with its revision");
    await expect(update(id, { scheduledFor: null })).rejects.toThrow("changes only with its revision");
    await update(id, { scheduledFor: other, revision: revision + 1 });
    await update(id, { scheduledFor: other });
  });
});

describe("what two rows may not share", () => {
  test("one tweet has one open attempt at most, and any number of ended ones", async () => {
    const { id, revision } = await place("PUBLISHING");
    const attempt = { tweetId: id, revision, partPosition: 1, via: "sweep", startedAt: now, leaseUntil: now };
    await expect(db.attempt.create({ data: { id: randomUUID(), ...attempt } })).rejects.toMatchObject({
      code: "P2002",
    });
    for (let ended = 0; ended < 2; ended += 1) {
      await db.attempt.create({ data: { id: randomUUID(), ...attempt, endedAt: now } });
    }
  });

  test("two parts never hold one post", async () => {
    const [first, second] = [await place("DRAFT"), await place("DRAFT")];
    const sent = { state: "SENT", xId: "9001", sentAt: now } as const;
    await db.part.updateMany({ where: { tweetId: first.id }, data: sent });
    await expect(db.part.updateMany({ where: { tweetId: second.id }, data: sent })).rejects.toMatchObject({
      code: "P2002",
    });
  });

  test("two tweets never name one message, and a message row never two", async () => {
    const qstashId = randomUUID();
    await place("SCHEDULED", { qstashId });
    await expect(place("SCHEDULED", { qstashId })).rejects.toMatchObject({ code: "P2002" });
    const { id, revision } = await place("SCHEDULED");
    const message = { tweetId: id, url: "https://example.com", notBefore: now, createdAt: now };
    await db.message.create({ data: { id: randomUUID(), ...message, revision, arming: 0, qstashId } });
    for (const twin of [
      { revision, arming: 0 },
      { revision, arming: 1, qstashId },
    ]) {
      await expect(
        db.message.create({ data: { id: randomUUID(), ...message, ...twin } }),
      ).rejects.toMatchObject({ code: "P2002" });
    }
  });

  test("one account at X is one row", async () => {
    const twin = db.xAccount.create({
      data: {
        id: randomUUID(),
        userId: owner.userId,
        xUserId: "1",
        handle: "twin",
        name: "Twin",
        accessToken: "sealed",
        expiresAt: now,
        scope: "",
      },
    });
    await expect(twin).rejects.toMatchObject({ code: "P2002" });
  });
});

describe("rows that contradict themselves are refused", () => {
  const contradictions: [string, TweetStatus, object, string][] = [
    ["a revision of none", "DRAFT", { revision: 0 }, "Tweet_revision_positive"],
    ["an arming below none", "DRAFT", { arming: -1 }, "Tweet_arming_not_negative"],
    ["scheduled for no time", "SCHEDULED", { scheduledFor: null }, "Tweet_time_when_scheduled"],
    ["posted without a time it had", "PUBLISHED", { scheduledFor: null }, "Tweet_time_when_scheduled"],
    ["a message off the schedule", "DRAFT", { qstashId: "m" }, "Tweet_message_only_when_scheduled"],
    ["a message while it goes out", "PUBLISHING", { qstashId: "m" }, "Tweet_message_only_when_scheduled"],
    ["a lease that nothing runs under", "SCHEDULED", { leaseUntil: now }, "Tweet_lease_only_when_publishing"],
    ["going out without a lease", "PUBLISHING", { leaseUntil: null }, "Tweet_lease_only_when_publishing"],
    ["posted at no time", "PUBLISHED", { publishedAt: null }, "Tweet_posted_has_a_time"],
    ["a time of posting without a post", "FAILED", { publishedAt: now }, "Tweet_posted_has_a_time"],
    ["failed for no reason", "FAILED", { failureKind: null }, "Tweet_failure_has_a_kind"],
    ["deleted and still scheduled", "SCHEDULED", { deletedAt: now }, "Tweet_deleted_is_at_rest"],
    ["deleted while it goes out", "PUBLISHING", { deletedAt: now }, "Tweet_deleted_is_at_rest"],
    ["deleted while in doubt", "UNCONFIRMED", { deletedAt: now }, "Tweet_deleted_is_at_rest"],
    ["a strike about no message", "SCHEDULED", { missingSince: now }, "Tweet_strike_needs_a_message"],
  ];

  test.each(contradictions)("%s", async (_, status, changes, constraint) => {
    await expect(place(status, changes)).rejects.toThrow(constraint);
  });

  const parts: [string, object, string][] = [
    ["a part in place none", { position: 0 }, "Part_position_from_one"],
    ["a twenty-sixth part", { position: 26 }, "Part_position_from_one"],
    ["a part of white space", { text: " \n\t" }, "Part_text_not_blank"],
    ["a sent part without its post", { state: "SENT" }, "Part_out_has_its_id"],
    ["a post of a part that was not sent", { xId: "77" }, "Part_out_has_its_id"],
    ["a removed part without the time", { state: "REMOVED", xId: "78" }, "Part_removed_has_a_time"],
  ];

  test.each(parts)("%s", async (_, changes, constraint) => {
    const { id } = await place("DRAFT");
    const part = { id: randomUUID(), tweetId: id, position: 2, text: "words", ...changes };
    await expect(db.part.create({ data: part })).rejects.toThrow(constraint);
  });

  test.each([
    ["its text", { text: "other words" }],
    ["its place", { position: 7 }],
    ["X's id of it", { xId: "4712" }],
    ["that it was sent", { state: "WAITING" as const, xId: null }],
  ])("of a part that is out, %s never changes", async (_, changes) => {
    const { id: tweetId } = await place("PUBLISHED");
    const part = await db.part.create({
      data: {
        id: randomUUID(),
        tweetId,
        position: 2,
        text: "words",
        state: "SENT",
        xId: randomInt(1e9).toString(),
      },
    });
    await expect(db.part.update({ where: { id: part.id }, data: changes })).rejects.toThrow(
      "is out and stays as it is",
    );
  });

  test("a tweet whose first part is out keeps its time, also with a new revision", async () => {
    const { id } = await place("FAILED", {
      startedAt: new Date(),
      scheduledFor: new Date("2030-01-01T00:00:00Z"),
    });
    const change = { revision: 9, scheduledFor: new Date("2030-01-02T00:00:00Z") };
    await expect(db.tweet.update({ where: { id }, data: change })).rejects.toThrow("its time is frozen");
  });

  test("a tweet's time is kept in whole seconds", async () => {
    const { id } = await place("SCHEDULED", { scheduledFor: new Date("2030-01-01T00:00:00.400Z") });
    expect((await wholeTweet(db, id)).scheduledFor).toEqual(new Date("2030-01-01T00:00:00.000Z"));
  });
});
