import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, xFault } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import type { Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";

const h = sharedRoost();

const signUp = (): Promise<Person> => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const view = (person: Person, id: string) => person.caller.tweet.get({ id });
const halfDayMs = 12 * 3_600_000;

describe("X's yes", () => {
  test("makes the tweet posted, with its link, one attempt and two events", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "posted" });
    const [post] = await ledgerOf(h, tweet.text);
    expect(await view(person, tweet.id)).toMatchObject({
      state: "posted",
      isLate: false,
      postUrl: `${h.roost.publisher.webUrl}/${person.handle}/status/${post?.id}`,
    });
    const row = await wholeTweet(h.db, tweet.id);
    expect(row.parts).toMatchObject([{ state: "SENT", xId: post?.id }]);
    expect(row.attempts).toMatchObject([{ outcome: "posted", endedAt: expect.any(Date) }]);
    expect(row.events.slice(-2)).toMatchObject([
      { kind: "claimed", from: "SCHEDULED", to: "PUBLISHING", actor: "qstash" },
      { kind: "posted", from: "PUBLISHING", to: "PUBLISHED", actor: "qstash", detail: { xId: post?.id } },
    ]);
  });

  test("long after the tweet's time is shown as late", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    h.clock.advance(5 * 60_000);
    await sweepNow(h.roost);
    expect(await view(person, tweet.id)).toMatchObject({ state: "posted", isLate: true });
  });

  test("to a token that had expired is had by one refresh, and creates once", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await h.x("/_sandbox/expire", { method: "POST", body: { handle: person.handle } });
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect((await createCalls(h, tweet.text)).map(({ status }) => status)).toEqual([401, 201]);
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    const { counts } = await h.x(`/_sandbox/tokens?handle=${person.handle}`);
    expect(counts.refreshed).toBe(1);
  });
});

describe("X's no", () => {
  const answers: [string, object, string, RegExp][] = [
    ["403 duplicate", { problem: "duplicate" }, "duplicate", /duplicate content/],
    ["403 for a reason of its own", { status: 403 }, "refused", /not permitted to perform this action/],
    ["403 for a reply", { problem: "reply-not-allowed" }, "refused", /Reply to this conversation/],
    ["400", { status: 400 }, "refused", /parameters to your request was invalid/],
    [
      "422 with words that nobody knew before",
      { status: 422, detail: "Too purple." },
      "refused",
      /Too purple/,
    ],
  ];

  test.each(answers)(
    "%s fails the tweet in X's own words, and it is sent no more",
    async (_, params, kind, words) => {
      const person = await signUp();
      const tweet = await dueTweet(h, person);
      await xFault(h, tweet.text, "status", params);
      expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "refused" });
      const failed = await view(person, tweet.id);
      expect(failed).toMatchObject({ state: "failed", scheduledFor: tweet.scheduledFor, failure: { kind } });
      expect(failed.failure?.detail).toMatch(words);
      expect(failed.failure?.happened).toMatch(/^X refused.*\.$/);
      expect(failed.failure?.next).toMatch(/\.$/);
      await deliverTo(h.roost, tweet);
      h.clock.advance(halfDayMs);
      await sweepNow(h.roost);
      expect(await createCalls(h, tweet.text)).toHaveLength(1);
      await expect(person.caller.account.list()).resolves.toMatchObject([{ hold: null }]);
    },
  );

  test("to a text that the account posted before is told as a duplicate", async () => {
    const person = await signUp();
    const text = `again ${randomUUID()}`;
    await deliverTo(h.roost, await dueTweet(h, person, text));
    const twin = await dueTweet(h, person, text);
    await deliverTo(h.roost, twin);
    expect(await view(person, twin.id)).toMatchObject({ state: "failed", failure: { kind: "duplicate" } });
    expect(await ledgerOf(h, text)).toHaveLength(1);
  });

  test("can be answered with a change: the edited tweet goes out", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 400 });
    await deliverTo(h.roost, tweet);
    const edited = await person.caller.tweet.edit({
      id: tweet.id,
      revision: tweet.revision,
      text: randomUUID(),
    });
    const again = await person.caller.tweet.schedule({
      id: tweet.id,
      revision: edited.revision,
      scheduledFor: new Date((await h.clock.now()).getTime() + 10_000),
    });
    expect(again.failure).toBeNull();
    h.clock.advance(11_000);
    await deliverTo(h.roost, again);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, edited.text)).toHaveLength(1);
  });
});

describe("X's no to the account", () => {
  test.each([
    ["suspended", { problem: "suspended" }],
    ["locked", { problem: "locked" }],
    ["a scope that is missing", { status: 403, detail: "The OAuth2 scope tweet.write is missing." }],
  ])(
    "%s puts the account on hold until it is connected again, and then its tweets go out",
    async (_, params) => {
      const person = await signUp();
      const tweet = await dueTweet(h, person);
      await xFault(h, tweet.text, "status", params, 1);
      expect(await deliverTo(h.roost, tweet)).toEqual({ kind: "handled", said: "later" });
      expect((await view(person, tweet.id)).state).toBe("onHold");
      const [account] = await person.caller.account.list();
      expect(account?.hold).toMatchObject({
        reason: "reconnect",
        until: null,
        text: expect.stringMatching(/\.$/),
      });
      await deliverTo(h.roost, tweet);
      h.clock.advance(60_000);
      await sweepNow(h.roost);
      expect(await createCalls(h, tweet.text)).toHaveLength(1);

      await h.signUp(person.handle);
      expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
      h.clock.advance(60_000);
      await sweepNow(h.roost);
      expect((await view(person, tweet.id)).state).toBe("posted");
      expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
    },
  );

  test("401 again after a refresh does the same", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { status: 401 }, 2);
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("onHold");
    expect((await createCalls(h, tweet.text)).map(({ status }) => status)).toEqual([401, 401]);
    await h.signUp(person.handle);
    h.clock.advance(60_000);
    await sweepNow(h.roost);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });

  test("holds nobody else's account", async () => {
    const [held, free] = [await signUp(), await signUp()];
    const [first, second] = [await dueTweet(h, held), await dueTweet(h, free)];
    await xFault(h, first.text, "status", { problem: "suspended" });
    await deliverTo(h.roost, first);
    await deliverTo(h.roost, second);
    expect((await view(free, second.id)).state).toBe("posted");
  });

  test("for longer than the tweet's lateness limit fails it, with the hold as the reason", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await xFault(h, tweet.text, "status", { problem: "suspended" });
    await deliverTo(h.roost, tweet);
    h.clock.advance(halfDayMs);
    await sweepNow(h.roost);
    expect(await view(person, tweet.id)).toMatchObject({
      state: "failed",
      failure: { kind: "missed", detail: expect.stringContaining("connected again") },
    });
    expect(await createCalls(h, tweet.text)).toHaveLength(1);
  });
});
