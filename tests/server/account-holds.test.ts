// What an owner may do about a hold: pause, end the pause, connect again, cancel what waits.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { emptiedRoost } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = emptiedRoost();
const hourMs = 3_600_000;
const graceMs = policy.evidence.graceMs + 1000;
const view = (id: string) => mira.caller.tweet.get({ id });
const account = () => h.db.xAccount.findUniqueOrThrow({ where: { id: mira.accountId } });
const byMira = () => ({ accountId: mira.accountId });

beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await h.db.appHold.deleteMany();
});

/** Due tweets whose messages have come and were of no use. */
async function waitingTweets(count: number, hold: () => Promise<unknown>) {
  const tweets = [];
  for (let n = 0; n < count; n += 1) tweets.push(await dueTweet(h, mira));
  await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
  await hold();
  for (const tweet of tweets) await deliverTo(h.roost, tweet);
  return tweets;
}

const statuses = async () => (await h.db.tweet.findMany()).map(({ status }) => status);

/** The turns of the waiting tweets, in ms from the first. */
async function turns(): Promise<number[]> {
  const rows = await h.db.tweet.findMany({
    where: { status: "SCHEDULED" },
    orderBy: { scheduledFor: "asc" },
  });
  const first = rows[0]?.nextAttemptAt?.getTime() ?? 0;
  return rows.map(({ nextAttemptAt }) => (nextAttemptAt?.getTime() ?? 0) - first);
}

describe("a pause", () => {
  test("keeps everything of the account back, and nobody else's", async () => {
    const other = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
    const theirs = await dueTweet(h, other);
    const [mine] = await waitingTweets(1, () => mira.caller.account.pause(byMira()));
    await deliverTo(h.roost, theirs);
    h.clock.advance(graceMs);
    await sweepNow(h.roost);
    expect(await createCalls(h, mine?.text ?? "")).toEqual([]);
    expect((await other.caller.tweet.get({ id: theirs.id })).state).toBe("posted");
    expect(await view(mine?.id ?? "")).toMatchObject({
      state: "onHold",
      hold: expect.stringContaining("paused"),
      holdUntil: null,
    });
  });

  test("twice is one pause, and its beginning is kept", async () => {
    const first = await mira.caller.account.pause(byMira());
    h.clock.advance(hourMs);
    expect((await mira.caller.account.pause(byMira())).pausedAt).toEqual(first.pausedAt);
  });

  test("begins when it is in force, however long it waited for that", async () => {
    const { asked, stillWaiting } = await h.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "XAccount" WHERE "id" = ${mira.accountId}::uuid FOR UPDATE`;
      const pausing = mira.caller.account.pause(byMira());
      await untilOneWaits(h.db);
      return { asked: { pausing }, stillWaiting: await h.clock.now() };
    });
    const { pausedAt } = await asked.pausing;
    expect(pausedAt?.getTime()).toBeGreaterThanOrEqual(stillWaiting.getTime());
  });

  test("hides no other hold, and ends without ending that", async () => {
    await h.db.xAccount.update({ where: { id: mira.accountId }, data: { holdReason: "reconnect" } });
    const [tweet] = await waitingTweets(1, () => mira.caller.account.pause(byMira()));
    const shown = await view(tweet?.id ?? "");
    expect(shown.hold).toContain("paused");
    expect(shown.hold).toContain("Connect it again");
    const ended = await mira.caller.account.unpause(byMira());
    expect(ended).toMatchObject({ pausedAt: null, hold: { reason: "reconnect" } });
    expect((await wholeTweet(h.db, tweet?.id ?? "")).nextAttemptAt).toBeNull();
    expect((await view(tweet?.id ?? "")).state).toBe("onHold");
  });

  test("that ends lets the tweets go out by QStash, one after another, each once", async () => {
    const tweets = await waitingTweets(4, () => mira.caller.account.pause(byMira()));
    await mira.caller.account.unpause(byMira());
    const { spacingMs } = policy.hold;
    expect(await turns()).toEqual([0, 1, 2, 3].map((place) => place * spacingMs));
    for (const { id } of tweets) {
      const row = await wholeTweet(h.db, id);
      const alive = await messagesOf(h, id);
      expect(alive.map(({ messageId }) => messageId)).toEqual([row.qstashId]);
      expect(alive[0]?.notBefore).toBe(Math.ceil((row.nextAttemptAt?.getTime() ?? 0) / 1000) * 1000);
      expect(row.events.at(-2)).toMatchObject({
        kind: "resumed",
        actor: "owner",
        detail: { hold: "paused" },
      });
    }
    for (const tweet of tweets) {
      expect((await deliverTo(h.roost, tweet)).kind).toBe("handled");
      h.clock.advance(spacingMs);
    }
    expect(new Set(await statuses())).toEqual(new Set(["PUBLISHED"]));
  });

  test("of an account that is not paused ends nothing", async () => {
    await dueTweet(h, mira);
    const before = await h.db.event.count();
    expect((await mira.caller.account.unpause(byMira())).pausedAt).toBeNull();
    expect(await h.db.event.count()).toBe(before);
  });

  test("does not keep back what is not due yet: it goes out at its own time once the pause has ended", async () => {
    const later = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    await mira.caller.account.pause(byMira());
    await mira.caller.account.unpause(byMira());
    const row = await wholeTweet(h.db, later.id);
    expect(row).toMatchObject({ nextAttemptAt: null, arming: 0 });
    expect(row.qstashId).not.toBeNull();
  });
});

describe("connecting an account again", () => {
  const suspend = () =>
    h.db.xAccount.update({
      where: { id: mira.accountId },
      data: { holdReason: "reconnect", holdSince: new Date(), holdDetail: "suspended" },
    });

  test("ends the hold whole, and its tweets resume at once, with new messages", async () => {
    const tweets = await waitingTweets(3, suspend);
    await h.signUp(mira.handle);
    expect(await account()).toMatchObject({
      holdReason: null,
      holdUntil: null,
      holdDetail: null,
      holdSince: null,
    });
    expect(await turns()).toEqual([0, 1, 2].map((place) => place * policy.hold.spacingMs));
    for (const { id } of tweets) expect(await messagesOf(h, id)).toHaveLength(1);
  });

  test("does not end its owner's pause", async () => {
    const [tweet] = await waitingTweets(1, async () => {
      await suspend();
      await mira.caller.account.pause(byMira());
    });
    await h.signUp(mira.handle);
    expect((await account()).pausedAt).not.toBeNull();
    expect((await view(tweet?.id ?? "")).state).toBe("onHold");
    h.clock.advance(graceMs);
    await sweepNow(h.roost);
    expect(await createCalls(h, tweet?.text ?? "")).toEqual([]);
  });

  test("tells its owner once a hold, however many tweets ran into it", async () => {
    const tweets = [await dueTweet(h, mira), await dueTweet(h, mira)];
    await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
    for (const tweet of tweets) await xFault(h, tweet.text, "status", { problem: "suspended" }, 1);
    await Promise.all(tweets.map((tweet) => deliverTo(h.roost, tweet)));
    const told = () => h.db.notification.count({ where: { userId: mira.userId, kind: "reconnect" } });
    expect(await told()).toBe(1);
    const said = expect.stringContaining("X has suspended");
    expect(await view(tweets[0]?.id ?? "")).toMatchObject({ hold: said });
    expect(await mira.caller.notification.banner()).toMatchObject([
      { title: said, next: expect.stringContaining("X said: “Your account is suspended") },
    ]);
    expect((await mira.caller.notification.list()).notices).toMatchObject([{ title: said }]);
    await h.signUp(mira.handle);
    const [again] = tweets;
    if (!again) throw new Error("no tweet");
    await xFault(h, again.text, "status", { problem: "suspended" }, 1);
    h.clock.advance(60_000);
    await deliverTo(h.roost, again);
    expect(await told()).toBe(2);
  });
});

describe("a sign-in that X leaves unanswered", () => {
  test("is told once, however often it is tried in vain", async () => {
    const tweet = await dueTweet(h, mira);
    await h.db.tweet.updateMany({ data: { latenessLimitS: null } });
    await h.db.xAccount.updateMany({ data: { expiresAt: await h.clock.now() } });
    const match = { handle: mira.handle };
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: { kind: "refresh-unanswered", params: { rotated: false }, match },
    });
    const impatient = withPatience(h, policy.publish.callTimeoutMs, 60);
    await deliverTo(impatient, tweet);
    const since = new Set<string>();
    for (let minute = 0; minute < 40; minute += 1) {
      h.clock.advance(60_000);
      await sweepNow(impatient);
      const { holdReason, holdSince } = await account();
      if (holdReason === "reconnect" && holdSince) since.add(holdSince.toISOString());
    }
    expect(since.size).toBeGreaterThan(1);
    expect(await h.db.notification.count({ where: { userId: mira.userId } })).toBe(1);
  });
});

describe("cancelling what is held", () => {
  test("cancels each waiting tweet of the account as its owner would, and takes its messages along", async () => {
    const tweets = await waitingTweets(2, () => mira.caller.account.pause(byMira()));
    const later = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    expect(await mira.caller.account.cancel_held(byMira())).toEqual({
      cancelled: 3,
      stopped: 0,
      // The other two were due already.
      undoable: [{ id: later.id, revision: later.revision + 1 }],
      left: 0,
    });
    for (const { id, revision } of [...tweets, later]) {
      const row = await wholeTweet(h.db, id);
      expect(row).toMatchObject({ status: "CANCELLED", revision: revision + 1, qstashId: null });
      expect(row.events.at(-1)).toMatchObject({ kind: "cancelled", actor: "owner", to: "CANCELLED" });
      expect(await messagesOf(h, id)).toEqual([]);
    }
  });

  test("can be undone for what is still ahead, at the time that it had", async () => {
    const later = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    await mira.caller.account.pause(byMira());
    const { undoable } = await mira.caller.account.cancel_held(byMira());
    const { scheduled } = await mira.caller.tweet.schedule_all({ tweets: undoable });
    expect(scheduled).toMatchObject([{ id: later.id, state: "onHold", scheduledFor: later.scheduledFor }]);
  });

  test("stops a thread of which part is out where it is, and counts it as stopped", async () => {
    const now = await h.clock.now();
    const startedAt = new Date(now.getTime() - 1000);
    const { id } = await placeTweet(h.db, now, { ...mira, status: "SCHEDULED", changes: { startedAt } });
    await mira.caller.account.pause(byMira());
    expect(await mira.caller.notification.banner()).toMatchObject([{ waiting: 1, started: 1 }]);
    expect(await mira.caller.account.cancel_held(byMira())).toEqual({
      cancelled: 0,
      stopped: 1,
      undoable: [],
      left: 0,
    });
    expect(await wholeTweet(h.db, id)).toMatchObject({ status: "FAILED", failureKind: "stopped" });
  });

  test("leaves another account of the same person alone", async () => {
    const second = await h.signUp(`p_${randomUUID().slice(0, 8)}`, mira.userId);
    const kept = await mira.caller.tweet.schedule({
      ...newTweet(mira, await h.clock.now(), hourMs),
      accountId: second.accountId,
    });
    await mira.caller.account.pause(byMira());
    expect(await mira.caller.account.cancel_held(byMira())).toMatchObject({ cancelled: 0, left: 0 });
    expect((await view(kept.id)).state).toBe("queued");
  });

  test("is bounded: one request cancels the nearest, and says how many are left", async () => {
    const now = await h.clock.now();
    const limit = policy.hold.cancelBatch;
    for (let n = 0; n < limit + 3; n += 1) {
      const scheduledFor = new Date(Math.floor(now.getTime() / 1000 + hourMs / 1000 + n) * 1000);
      await placeTweet(h.db, now, { ...mira, status: "SCHEDULED", changes: { scheduledFor } });
    }
    await mira.caller.account.pause(byMira());
    expect(await mira.caller.account.cancel_held(byMira())).toMatchObject({ cancelled: limit, left: 3 });
    expect(await mira.caller.account.cancel_held(byMira())).toMatchObject({ cancelled: 3, left: 0 });
  });

  test("is refused where nothing is on hold, and cancels nothing", async () => {
    await dueTweet(h, mira);
    const refusal = await refusalOf(mira.caller.account.cancel_held(byMira()));
    expect(refusal).toMatchObject({ code: "NOT_ALLOWED", message: expect.stringContaining("not on hold") });
    expect(await statuses()).toEqual(["SCHEDULED"]);
  });
});

describe("a tweet at X's limit", () => {
  test("that is due after the limit's end is not called on hold", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), 2 * hourMs));
    const holdUntil = new Date((await h.clock.now()).getTime() + hourMs);
    await h.db.xAccount.update({
      where: { id: mira.accountId },
      data: { holdReason: "rateLimit", holdUntil, holdSince: new Date() },
    });
    expect(await view(tweet.id)).toMatchObject({ state: "queued", hold: null, holdUntil: null });
    const soon = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs / 2));
    expect(await view(soon.id)).toMatchObject({ state: "onHold", holdUntil });
  });
});
