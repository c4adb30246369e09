import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;

describe("the banner", () => {
  test("is empty while nothing stops anything", async () => {
    await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    expect(await mira.caller.notification.banner()).toEqual([]);
  });

  test("shows what stops one's tweets, the gravest first, and how many wait, and nothing of others", async () => {
    const at = await h.clock.now();
    const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
    await h.signUp(`second_${randomUUID().slice(0, 6)}`, mira.userId);
    const second = await h.db.xAccount.findFirstOrThrow({
      where: { userId: mira.userId, id: { not: mira.accountId } },
    });
    for (const _ of [1, 2]) await mira.caller.tweet.schedule(newTweet(mira, at, hourMs));
    await tom.caller.tweet.schedule(newTweet(tom, at, hourMs));
    const hold = (accountId: string, data: object) =>
      h.db.xAccount.update({ where: { id: accountId }, data });
    await hold(second.id, { holdReason: "reconnect", holdSince: at });
    await hold(mira.accountId, { pausedAt: at });
    await hold(tom.accountId, { holdReason: "reconnect", holdSince: at });
    expect(await mira.caller.notification.banner()).toMatchObject([
      {
        kind: "reconnect",
        severity: "problem",
        account: { id: second.id, handle: second.handle },
        since: at,
        until: null,
        waiting: 0,
        acts: ["reconnect"],
      },
      { kind: "paused", severity: "info", account: { id: mira.accountId }, waiting: 2 },
    ]);
  });

  test("shows a hold on the app to everybody, and a limit only to whom it delays, until it ends", async () => {
    const at = await h.clock.now();
    const until = new Date(at.getTime() + hourMs);
    const hold = { holdReason: "rateLimit", holdSince: at, holdUntil: until };
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: hold });
    await h.db.appHold.create({ data: { reason: "noCredits", since: at } });
    const kinds = async () => (await mira.caller.notification.banner()).map(({ kind }) => kind);
    expect(await kinds()).toEqual(["noCredits"]);
    await mira.caller.tweet.schedule(newTweet(mira, at, hourMs / 2));
    expect(await kinds()).toEqual(["noCredits", "rateLimit"]);
    await h.db.appHold.deleteMany();
    h.clock.advance(hourMs + 1);
    expect(await kinds()).toEqual([]);
  });
});
