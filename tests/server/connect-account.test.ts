import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Connection, connectAccount } from "~/server/accounts/connect-account";
import { refusalOf } from "../support/refusal";
import { sharedRoost } from "../support/shared-roost";

const h = sharedRoost();

const hourMs = 3_600_000;

function connection(changes: Partial<Connection> = {}): Connection {
  return {
    xUserId: String(Math.floor(Math.random() * 1e15)),
    handle: "mira",
    name: "Mira",
    avatarUrl: null,
    accessToken: `access ${randomUUID()}`,
    refreshToken: `refresh ${randomUUID()}`,
    expiresAt: new Date(Date.now() + 2 * hourMs),
    scope: "tweet.read tweet.write",
    addTo: null,
    ...changes,
  };
}

const rowOf = (xUserId: string) => h.db.xAccount.findUniqueOrThrow({ where: { xUserId } });

async function tokensOf(xUserId: string) {
  const { id, accessToken, refreshToken } = await rowOf(xUserId);
  const open = (box: string | null) => box && h.roost.box.open(box, id);
  return { accessToken: open(accessToken), refreshToken: open(refreshToken) };
}

describe("an X account that signs in", () => {
  test("for the first time makes a person with this account, its tokens stored", async () => {
    const first = connection({ name: "Mira of Roost" });
    const { userId } = await connectAccount(h.roost, first);
    const row = await rowOf(first.xUserId);
    expect(row).toMatchObject({ userId, handle: "mira", tokenVersion: 1, holdReason: null });
    expect((await h.db.user.findUnique({ where: { id: userId } }))?.name).toBe("Mira of Roost");
    expect(await tokensOf(first.xUserId)).toEqual({
      accessToken: first.accessToken,
      refreshToken: first.refreshToken,
    });
  });

  test("again is the same person, with the new tokens and the new name in place of the old", async () => {
    const first = connection();
    const { userId } = await connectAccount(h.roost, first);
    const again = connection({ xUserId: first.xUserId, handle: "mira_new" });
    expect(await connectAccount(h.roost, again)).toEqual({ userId, askedHandle: null });
    expect(await rowOf(first.xUserId)).toMatchObject({ handle: "mira_new", tokenVersion: 2 });
    expect(await tokensOf(first.xUserId)).toEqual({
      accessToken: again.accessToken,
      refreshToken: again.refreshToken,
    });
  });

  test("again after its sign-in had died is off its hold", async () => {
    const first = connection();
    await connectAccount(h.roost, first);
    const hold = { holdReason: "reconnect", holdDetail: "Unauthorized" };
    await h.db.xAccount.update({ where: { xUserId: first.xUserId }, data: hold });
    await connectAccount(h.roost, connection({ xUserId: first.xUserId }));
    expect(await rowOf(first.xUserId)).toMatchObject({ holdReason: null, holdUntil: null, holdDetail: null });
  });

  test("again while X's rate limit holds it stays on that hold: new tokens do not raise a limit", async () => {
    const first = connection();
    await connectAccount(h.roost, first);
    const holdUntil = new Date(Date.now() + hourMs);
    const hold = { holdReason: "rateLimit", holdUntil };
    await h.db.xAccount.update({ where: { xUserId: first.xUserId }, data: hold });
    await connectAccount(h.roost, connection({ xUserId: first.xUserId }));
    expect(await rowOf(first.xUserId)).toMatchObject(hold);
  });

  test("many times at once for the first time is one person with one account", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { xUserId } = connection();
      const name = `Twin ${randomUUID()}`;
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => connectAccount(h.roost, connection({ xUserId, name }))),
      );
      expect(new Set(answers.map(({ userId }) => userId)).size).toBe(1);
      expect(await h.db.user.count({ where: { name } })).toBe(1);
      expect((await rowOf(xUserId)).userId).toBe(answers[0]?.userId);
    }
  });
});

describe("an account that is added to a person's own", () => {
  test("is theirs, beside the first, and signs nobody in: others may hold its password", async () => {
    const first = connection();
    const { userId } = await connectAccount(h.roost, first);
    const second = connection({ addTo: userId });
    expect(await connectAccount(h.roost, second)).toEqual({ userId, askedHandle: null });
    expect(await h.db.xAccount.count({ where: { userId } })).toBe(2);
    const refusal = await refusalOf(connectAccount(h.roost, { ...second, addTo: null }));
    expect(refusal).toMatchObject({ code: "NOT_ALLOWED" });
    expect(refusal.message).toContain("Sign in with the account that added it.");
    expect(await connectAccount(h.roost, second)).toEqual({ userId, askedHandle: null });
  });

  test("though it is another's already is refused, and nothing of theirs changes", async () => {
    const theirs = connection();
    const { userId: owner } = await connectAccount(h.roost, theirs);
    const { userId } = await connectAccount(h.roost, connection());
    const before = await rowOf(theirs.xUserId);
    const refusal = await refusalOf(
      connectAccount(h.roost, connection({ xUserId: theirs.xUserId, addTo: userId })),
    );
    expect(refusal.code).toBe("NOT_ALLOWED");
    expect(refusal.message).toMatch(/^@mira already belongs to .*\.$/);
    expect(await rowOf(theirs.xUserId)).toEqual(before);
    expect(before.userId).toBe(owner);
    expect(await h.db.xAccount.count({ where: { userId } })).toBe(1);
  });

  test("by two people at once becomes one's, and the other is told", async () => {
    for (let round = 0; round < 5; round += 1) {
      const people = [
        await connectAccount(h.roost, connection()),
        await connectAccount(h.roost, connection()),
      ];
      const { xUserId } = connection();
      const acts = people.map(({ userId }) =>
        connectAccount(h.roost, connection({ xUserId, addTo: userId })),
      );
      const answers = await Promise.allSettled(acts);
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const [index, answer] of answers.entries()) {
        if (answer.status === "fulfilled") expect((await rowOf(xUserId)).userId).toBe(people[index]?.userId);
        else expect((await refusalOf(Promise.reject(answer.reason))).code).toBe("NOT_ALLOWED");
      }
    }
  });
});

describe("an account that is to be connected again", () => {
  test("though X signed in a stranger's instead adds nothing that nobody asked for, and names the one asked for", async () => {
    const own = connection({ handle: "eve" });
    const { userId } = await connectAccount(h.roost, own);
    const { id } = await rowOf(own.xUserId);
    const wrong = connection({ handle: "eve_wrong", addTo: userId, asked: id });
    expect(await connectAccount(h.roost, wrong)).toEqual({ userId, askedHandle: "eve" });
    expect(await h.db.xAccount.count({ where: { xUserId: wrong.xUserId } })).toBe(0);
  });

  test("though X signed in another of their own instead takes that one's new tokens, and names the one asked for", async () => {
    const [first, second] = [connection({ handle: "eve" }), connection({ handle: "eve_too" })];
    const { userId } = await connectAccount(h.roost, first);
    await connectAccount(h.roost, { ...second, addTo: userId });
    const { id } = await rowOf(first.xUserId);
    const again = connection({ xUserId: second.xUserId, handle: "eve_too", addTo: userId, asked: id });
    expect(await connectAccount(h.roost, again)).toEqual({ userId, askedHandle: "eve" });
    expect(await tokensOf(second.xUserId)).toMatchObject({ accessToken: again.accessToken });
  });

  test("and is the one that X signed in is connected, with nothing left to say", async () => {
    const own = connection();
    const { userId } = await connectAccount(h.roost, own);
    const { id } = await rowOf(own.xUserId);
    const again = connection({ xUserId: own.xUserId, addTo: userId, asked: id });
    expect(await connectAccount(h.roost, again)).toEqual({ userId, askedHandle: null });
  });

  test("and is somebody else's names nothing of theirs: the account that X signed in is added", async () => {
    const theirs = connection({ handle: "somebody" });
    await connectAccount(h.roost, theirs);
    const { id } = await rowOf(theirs.xUserId);
    const { userId } = await connectAccount(h.roost, connection());
    const added = connection({ addTo: userId, asked: id });
    expect(await connectAccount(h.roost, added)).toEqual({ userId, askedHandle: null });
    expect((await rowOf(added.xUserId)).userId).toBe(userId);
  });
});
