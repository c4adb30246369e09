// X may have used a refresh token up though its answer never came.
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, deliverTo, dueTweet, ledgerOf, sweepNow, withPatience } from "../support/due-tweet";
import { sharedRoost } from "../support/shared-roost";
import { tokenGround } from "../support/token-ground";

const h = sharedRoost();
const { signUp, rowOf, view, grants, expiresIn, refreshFault } = tokenGround(h);

const minuteMs = 60_000;
const patienceMs = 400;

describe("a refresh that X does not answer", () => {
  test("though it gave a new pair: the same token is tried once more, and then the account is on hold", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const impatient = withPatience(h, policy.publish.callTimeoutMs, patienceMs);
    await expiresIn(person, 0);
    await refreshFault(person, "refresh-unanswered", { rotated: true }, 1);
    expect(await deliverTo(impatient, tweet)).toEqual({ kind: "handled", said: "later" });
    expect(await person.caller.account.list()).toMatchObject([{ hold: null }]);
    h.clock.advance(policy.publish.laterMs);
    await deliverTo(impatient, tweet);
    expect((await view(person, tweet.id)).state).toBe("onHold");
    expect(await grants(person)).toMatchObject({ refreshed: 1, "refresh-refused": 1 });
    expect(await ledgerOf(h, tweet.text)).toEqual([]);
  });

  test("and gave nothing: the same token works the next time, and the tweet goes out", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    const impatient = withPatience(h, policy.publish.callTimeoutMs, patienceMs);
    await expiresIn(person, 0);
    await refreshFault(person, "refresh-unanswered", { rotated: false }, 1);
    await deliverTo(impatient, tweet);
    h.clock.advance(policy.publish.laterMs);
    await deliverTo(impatient, tweet);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await ledgerOf(h, tweet.text)).toHaveLength(1);
  });
});

describe("a refresh that X leaves unanswered twice", () => {
  async function silentTwice() {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await h.db.tweet.update({ where: { id: tweet.id }, data: { latenessLimitS: null } });
    const impatient = withPatience(h, policy.publish.callTimeoutMs, patienceMs);
    await expiresIn(person, 0);
    await refreshFault(person, "refresh-unanswered", { rotated: false }, 2);
    await deliverTo(impatient, tweet);
    h.clock.advance(policy.publish.laterMs);
    await deliverTo(impatient, tweet);
    return { person, tweet };
  }

  test("holds the account and tells its owner, who may connect it again at once", async () => {
    const { person, tweet } = await silentTwice();
    const [account] = await person.caller.account.list();
    expect(account?.hold).toMatchObject({ reason: "reconnect", until: expect.any(Date) });
    expect(account?.hold?.text).toContain("did not answer");
    expect(await h.db.notification.count({ where: { userId: person.userId, kind: "reconnect" } })).toBe(1);
    await deliverTo(h.roost, tweet);
    expect(await createCalls(h, tweet.text)).toEqual([]);
    await h.signUp(person.handle);
    expect(await rowOf(person)).toMatchObject({ holdReason: null, refreshUnanswered: 0 });
    h.clock.advance(minuteMs);
    await sweepNow(h.roost);
    expect((await view(person, tweet.id)).state).toBe("posted");
  });

  test("costs no account that X has kept: a quarter of an hour later the same token is tried again, and its tweet goes out", async () => {
    const { person, tweet } = await silentTwice();
    h.clock.advance(policy.publish.probeMs + minuteMs);
    await sweepNow(h.roost);
    expect((await view(person, tweet.id)).state).toBe("posted");
    expect(await grants(person)).toMatchObject({ refreshed: 1 });
    expect(await rowOf(person)).toMatchObject({ holdReason: null, holdSince: null, refreshUnanswered: 0 });
  });
});

describe("a refresh that X answers with no token in it", () => {
  test("is as one without an answer: nothing is stored, and the token that stands is tried again", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person);
    await expiresIn(person, 0);
    const path = "/2/oauth2/token";
    await h.x("/_sandbox/faults", {
      method: "POST",
      body: {
        kind: "no-id",
        params: { status: 200, posted: false },
        count: 1,
        match: { path, handle: person.handle },
      },
    });
    const before = await rowOf(person);
    await deliverTo(h.roost, tweet);
    expect(await rowOf(person)).toMatchObject({ accessToken: before.accessToken, refreshUnanswered: 1 });
    h.clock.advance(policy.publish.laterMs);
    await deliverTo(h.roost, tweet);
    expect((await view(person, tweet.id)).state).toBe("posted");
  });
});
