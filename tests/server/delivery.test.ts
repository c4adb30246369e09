import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, newTweet, type Person, startRoost } from "../support/roost-harness";
import { waitFor } from "../support/wait-for";

let h: Harness;
let mira: Person;

beforeAll(async () => {
  h = await startRoost();
  mira = await h.signUp("mira");
});
afterAll(() => h?.stop());

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
    const tweet = await scheduled(2500);
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
});
