import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { signDelivery } from "../support/sign-delivery";
import { waitFor } from "../support/wait-for";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;

async function scheduled(aheadMs = hourMs, text?: string) {
  return mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), aheadMs, text));
}

/** Moves time to a tweet's second. */
async function untilDue(at: Date | null) {
  if (!at) throw new Error("no time");
  h.clock.advance(at.getTime() - (await h.clock.now()).getTime());
}

async function ledger(text: string): Promise<unknown[]> {
  return (await h.x(`/_sandbox/tweets?text=${encodeURIComponent(text)}`)).tweets;
}

describe("a delivery", () => {
  test("of QStash's own posts the tweet once, at or after its second", async () => {
    const tweet = await scheduled(4000);
    expect(tweet.state).toBe("queued");
    const posted = await waitFor(async () => {
      const seen = await mira.caller.tweet.get({ id: tweet.id });
      return seen.state === "posted" ? seen : null;
    });
    const entries = (await ledger(tweet.text)) as { id: string; createdAt: string }[];
    expect(entries).toHaveLength(1);
    expect(posted.postUrl).toContain(entries[0]?.id);
    expect(Date.parse(entries[0]?.createdAt ?? "")).toBeGreaterThanOrEqual(
      tweet.scheduledFor?.getTime() ?? Infinity,
    );
  });

  test("made again is answered 200 and posts nothing more", async () => {
    const tweet = await scheduled();
    await untilDue(tweet.scheduledFor);
    const body = { tweetId: tweet.id, revision: tweet.revision };
    expect((await h.deliver(body)).status).toBe(200);
    const again = await h.deliver(body);
    expect(again.status).toBe(200);
    expect(again.body.message).toContain("PUBLISHED");
    expect(await ledger(tweet.text)).toHaveLength(1);
  });

  test("made twice at once calls X once", async () => {
    const tweet = await scheduled();
    await untilDue(tweet.scheduledFor);
    const body = { tweetId: tweet.id, revision: tweet.revision };
    const answers = await Promise.all([h.deliver(body), h.deliver(body), h.deliver(body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await ledger(tweet.text)).toHaveLength(1);
    expect(await h.db.attempt.count({ where: { tweetId: tweet.id } })).toBe(1);
  });

  test("whose signature is forged, for another host, or of this morning is refused and changes nothing", async () => {
    const tweet = await scheduled();
    await untilDue(tweet.scheduledFor);
    const body = { tweetId: tweet.id, revision: tweet.revision };
    const thisMorningS = Math.floor((Date.now() - 6 * hourMs) / 1000);
    const answers = [
      await h.deliver(body, { key: "sig_of_somebody_else" }),
      await h.deliver(body, { url: "https://elsewhere.example/api/qstash/post-tweet" }),
      await h.deliver(body, { iatS: thisMorningS }),
      await unsigned(body),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).not.toBe("posted");
    expect(await ledger(tweet.text)).toHaveLength(0);
  });

  test("signed with the next key is accepted: keys may be rolled", async () => {
    const tweet = await scheduled();
    await untilDue(tweet.scheduledFor);
    const body = { tweetId: tweet.id, revision: tweet.revision };
    expect((await h.deliver(body, { key: "sig_test_next" })).status).toBe(200);
    expect(await ledger(tweet.text)).toHaveLength(1);
  });

  test("whose body was altered after signing is refused", async () => {
    const signed = JSON.stringify({ tweetId: randomUUID(), revision: 1 });
    const signature = signDelivery({ key: h.signingKey, url: h.deliveryUrl, body: signed });
    const response = await fetch(h.deliveryUrl, {
      method: "POST",
      body: signed.replace('"revision":1', '"revision":2'),
      headers: { "Upstash-Signature": signature },
    });
    expect(response.status).toBe(401);
  });

  test("of an old revision is answered 200, ignored and said", async () => {
    const tweet = await scheduled();
    const later = new Date((tweet.scheduledFor?.getTime() ?? 0) + 5000);
    const moved = await mira.caller.tweet.reschedule({ id: tweet.id, revision: 1, scheduledFor: later });
    await untilDue(later);
    const answer = await h.deliver({ tweetId: tweet.id, revision: 1 });
    expect(answer).toMatchObject({ status: 200, body: { message: "revision 1 is not the present one" } });
    expect(await ledger(tweet.text)).toHaveLength(0);
    expect((await h.deliver({ tweetId: tweet.id, revision: moved.revision })).status).toBe(200);
    expect(await ledger(tweet.text)).toHaveLength(1);
  });

  test.each(["cancel", "unschedule", "delete"] as const)(
    "after %s is answered 200 and posts nothing",
    async (command) => {
      const tweet = await scheduled();
      await mira.caller.tweet[command]({ id: tweet.id, revision: tweet.revision });
      await untilDue(tweet.scheduledFor);
      for (const revision of [tweet.revision, tweet.revision + 1]) {
        const answer = await h.deliver({ tweetId: tweet.id, revision });
        expect(answer.status).toBe(200);
        expect(answer.body.message).toMatch(/no such tweet|not the present one|CANCELLED|DRAFT/);
      }
      expect(await ledger(tweet.text)).toHaveLength(0);
    },
  );

  test("of a tweet that nobody knows is answered 200", async () => {
    expect(await h.deliver({ tweetId: randomUUID(), revision: 1 })).toMatchObject({
      status: 200,
      body: { message: "no such tweet" },
    });
  });

  test.each([["not JSON"], [{ tweetId: "7", revision: 1 }], [{ tweetId: randomUUID() }], [[]]])(
    "that can never work is answered 489, so that QStash stops: %j",
    async (body) => {
      const answer = await h.deliver(body);
      expect(answer.status).toBe(489);
      expect(answer.headers.get("upstash-nonretryable-error")).toBe("true");
    },
  );

  test("that is early by up to ten seconds waits for its second", async () => {
    const tweet = await scheduled();
    await untilDue(new Date((tweet.scheduledFor?.getTime() ?? 0) - 8000));
    expect((await h.deliver({ tweetId: tweet.id, revision: tweet.revision })).status).toBe(200);
    const attempt = await h.db.attempt.findFirstOrThrow({ where: { tweetId: tweet.id } });
    expect(attempt.startedAt.getTime()).toBeGreaterThanOrEqual(tweet.scheduledFor?.getTime() ?? Infinity);
  });

  test("that is earlier is sent away with a time to come again", async () => {
    const tweet = await scheduled();
    await untilDue(new Date((tweet.scheduledFor?.getTime() ?? 0) - 60_000));
    const answer = await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(await h.db.attempt.count({ where: { tweetId: tweet.id } })).toBe(0);
  });

  test("that X puts off is followed by a new message of its own, and the tweet is posted at X's time", async () => {
    const tweet = await scheduled();
    await untilDue(tweet.scheduledFor);
    const resetAfterSeconds = 120;
    const fault = {
      kind: "status",
      params: { status: 429, resetAfterSeconds },
      match: { handle: mira.handle },
      count: 1,
    };
    await h.x("/_sandbox/faults", { method: "POST", body: fault });
    const first = await h.db.message.findFirstOrThrow({ where: { tweetId: tweet.id } });
    await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    const messages = await h.db.message.findMany({
      where: { tweetId: tweet.id },
      orderBy: { arming: "asc" },
    });
    expect(messages).toHaveLength(2);
    expect(messages[1]?.qstashId).not.toBe(first.qstashId);
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("onHold");
    const { nextAttemptAt } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    await untilDue(nextAttemptAt);
    await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    expect((await mira.caller.tweet.get({ id: tweet.id })).state).toBe("posted");
    expect(await ledger(tweet.text)).toHaveLength(1);
  });

  test("past the lateness limit posts nothing, and the tweet is Failed as missed", async () => {
    const tweet = await scheduled();
    await untilDue(new Date((tweet.scheduledFor?.getTime() ?? 0) + hourMs + 1000));
    await h.deliver({ tweetId: tweet.id, revision: tweet.revision });
    const seen = await mira.caller.tweet.get({ id: tweet.id });
    expect(seen).toMatchObject({ state: "failed", failure: { kind: "missed" } });
    expect(await ledger(tweet.text)).toHaveLength(0);
  });
});

async function unsigned(body: unknown) {
  const response = await fetch(h.deliveryUrl, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status };
}
