import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createSecretBox } from "~/server/secret-box";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow } from "../support/due-tweet";
import type { Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { tokenGround } from "../support/token-ground";

const h = sharedRoost();
const { signUp, rowOf, view, grants, expiresIn, refreshFault } = tokenGround(h);

const minuteMs = 60_000;

describe("an access token", () => {
  test("near its end is refreshed before it is used, and the new pair is stored before the post", async () => {
    const person = await signUp();
    const before = await rowOf(person);
    await expiresIn(person, policy.tokens.refreshAheadMs - minuteMs);
    const tweet = await dueTweet(h, person);
    await deliverTo(h.roost, tweet);
    expect((await createCalls(h, tweet.text)).map(({ status }) => status)).toEqual([201]);
    expect(await grants(person)).toMatchObject({ refreshed: 1 });
    const after = await rowOf(person);
    expect(after.tokenVersion).toBe(before.tokenVersion + 1);
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    const nowMs = (await h.clock.now()).getTime();
    expect(after.expiresAt.getTime()).toBeGreaterThan(nowMs + policy.tokens.refreshAheadMs);
  });

  test("with time left is used as it is", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await expiresIn(person, policy.tokens.refreshAheadMs + minuteMs);
    await deliverTo(h.roost, tweet);
    expect((await grants(person)).refreshed).toBeUndefined();
  });

  test("is refreshed once when two processes need it at once, and both get the new one", async () => {
    const person = await signUp();
    await expiresIn(person, minuteMs);
    const other = h.variant({});
    try {
      const answers = await Promise.all(
        [h.roost, other, h.roost, other].map(({ publisher }) => publisher.token(person.accountId)),
      );
      expect(new Set(answers.map((answer) => answer.kind === "token" && answer.accessToken)).size).toBe(1);
      expect(await grants(person)).toMatchObject({ refreshed: 1 });
      expect((await grants(person))["family-killed"]).toBeUndefined();
    } finally {
      await other.db.$disconnect();
    }
  });

  test("is refreshed once when two posts meet its end at X at once", async () => {
    const person = await signUp();
    const [first, second] = [await dueTweet(h, person), await dueTweet(h, person)];
    await h.db.tweet.updateMany({ where: { userId: person.userId }, data: { latenessLimitS: 24 * 3600 } });
    await h.x("/_sandbox/expire", { method: "POST", body: { handle: person.handle } });
    await Promise.all([deliverTo(h.roost, first), deliverTo(h.roost, second)]);
    for (const tweet of [first, second]) expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    expect(await grants(person)).toMatchObject({ refreshed: 1 });
  });

  test("of each of many accounts is refreshed at once, and no new pair is lost", async () => {
    const people: Person[] = [];
    for (let index = 0; index < 40; index += 1) people.push(await signUp());
    for (const person of people) await expiresIn(person, minuteMs);
    await h.x("/_sandbox/faults", { method: "POST", body: { kind: "refresh-slow", params: { ms: 200 } } });
    const answers = await Promise.all(people.map(({ accountId }) => h.roost.publisher.token(accountId)));
    expect(answers.map(({ kind }) => kind)).toEqual(people.map(() => "token"));
    for (const person of people) {
      expect(await rowOf(person)).toMatchObject({ tokenVersion: 2 });
      expect(await grants(person)).toMatchObject({ refreshed: 1 });
    }
  });
});

describe("a refresh that X refuses", () => {
  test.each(["invalid_request", "invalid_grant"])(
    "with %s holds the account until it is connected again; then its tweet goes out",
    async (error) => {
      const person = await signUp();
      const tweet = await dueTweet(h, person);
      await expiresIn(person, 0);
      await refreshFault(person, "refresh-refused", { error }, 1);
      await deliverTo(h.roost, tweet);
      expect((await view(person, tweet.id)).state).toBe("onHold");
      expect(await person.caller.account.list()).toMatchObject([{ hold: { reason: "reconnect" } }]);
      expect(await createCalls(h, tweet.text)).toEqual([]);
      await h.signUp(person.handle);
      h.clock.advance(minuteMs);
      await sweepNow(h.roost);
      expect((await view(person, tweet.id)).state).toBe("posted");
    },
  );

  test("because the person took the access away holds the account", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await h.x("/_sandbox/revoke", { method: "POST", body: { handle: person.handle } });
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("onHold");
    expect(await ledgerOf(h, tweet.text)).toEqual([]);
  });

  test("as unauthorized_client is the app's own trouble: accounts are untouched, and it is tried again", async () => {
    const [person, other] = [await signUp(), await signUp()];
    const bystander = await dueTweet(h, other);
    await h.db.tweet.updateMany({ where: { id: bystander.id }, data: { latenessLimitS: 24 * 3600 } });
    const tweet = await dueTweet(h, person);
    await expiresIn(person, 0);
    await refreshFault(person, "refresh-refused", { error: "unauthorized_client" }, 1);
    await deliverTo(h.roost, tweet);
    await deliverTo(h.roost, bystander);
    expect((await view(person, tweet.id)).state).toBe("onHold");
    expect((await view(other, bystander.id)).state).toBe("onHold");
    expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
    expect(h.logLines.join("")).toContain("x.app_credentials_refused");
    for (const ms of [policy.publish.probeMs, minuteMs]) {
      h.clock.advance(ms + minuteMs);
      await sweepNow(h.roost);
    }
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect((await view(other, bystander.id)).state).toBe("posted");
  });
});

describe("stored tokens", () => {
  test("are sealed: the row holds neither of them", async () => {
    const { id, accessToken, refreshToken } = await h.x("/_sandbox/accounts", {
      method: "POST",
      body: { handle: "sealed" },
    });
    const person = await h.signUp("sealed");
    await expiresIn(person, minuteMs);
    const answer = await h.roost.publisher.token(person.accountId);
    const row = JSON.stringify(await h.db.xAccount.findUniqueOrThrow({ where: { xUserId: id } }));
    for (const secret of [accessToken, refreshToken, answer.kind === "token" ? answer.accessToken : ""]) {
      expect(secret.length).toBeGreaterThan(20);
      expect(row).not.toContain(secret);
    }
  });

  test("moved to another account's row do not open: nothing is posted with them, and both must connect again", async () => {
    const [person, thief] = [await signUp(), await signUp()];
    const { accessToken, refreshToken } = await rowOf(person);
    await h.db.xAccount.update({ where: { id: thief.accountId }, data: { accessToken, refreshToken } });
    const tweet = await dueTweet(h, thief);
    await deliverTo(h.roost, tweet);
    expect(await createCalls(h, tweet.text)).toEqual([]);
    expect((await view(thief, tweet.id)).state).toBe("onHold");
    expect(await thief.caller.account.list()).toMatchObject([{ hold: { reason: "reconnect" } }]);
    await h.signUp(thief.handle);
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
    expect((await view(thief, tweet.id)).state).toBe("posted");
  });

  test("sealed with a key that was taken away hold the account, and say which key", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const newKeys = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
    const rotated = h.variant({ TOKEN_KEYS: newKeys });
    await deliverTo(rotated, tweet);
    expect((await view(person, tweet.id)).state).toBe("onHold");
    expect((await rowOf(person)).holdDetail).toContain('"k1"');
  });

  test("sealed with an older key still open, and a refresh seals with the newest", async () => {
    const person = await signUp();
    const newKeys = `k2:${Buffer.alloc(32, 2).toString("base64")},${h.env.TOKEN_KEYS}`;
    const rotated = h.variant({ TOKEN_KEYS: newKeys });
    try {
      expect((await rowOf(person)).accessToken).toMatch(/^k1\./);
      expect((await rotated.publisher.token(person.accountId)).kind).toBe("token");
      await expiresIn(person, 0);
      const answer = await rotated.publisher.token(person.accountId);
      const row = await rowOf(person);
      expect(row.accessToken).toMatch(/^k2\./);
      expect(row.refreshToken).toMatch(/^k2\./);
      const opened = createSecretBox(newKeys).open(row.accessToken, person.accountId);
      expect(answer).toMatchObject({ kind: "token", accessToken: opened });
    } finally {
      await rotated.db.$disconnect();
    }
  });
});
