import pg from "pg";
import { describe, expect, test } from "vitest";
import { armTweets } from "~/server/tweets/arm";
import { wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";
import { waitFor } from "../support/wait-for";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;
const rounds = 20;
const tabs = 3;

/**
 * What must hold when all is quiet: the tweet is armed, its message is alive and names the present revision, and a
 * delivery of any other message that is still alive is ignored.
 */
async function expectOneUsefulMessage(id: string) {
  const row = await wholeTweet(h.db, id);
  const alive = await messagesOf(h, id);
  const useful = alive.filter(({ revision }) => revision === row.revision);
  expect(useful).toMatchObject([{ messageId: row.qstashId }]);
  for (const { messageId } of alive.filter(({ revision }) => revision !== row.revision)) {
    expect(row.messages.find(({ qstashId }) => qstashId === messageId)).toMatchObject({
      cancelRequestedAt: expect.any(Date),
    });
  }
}

/** Text that is never the same twice. */
const words = (round: number, tab: number) => `round ${round}, tab ${tab}`;

describe("edits while messages are on their way", () => {
  test("end with one message of the present revision, however they fall together", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    let revision = tweet.revision;
    for (let round = 0; round < rounds; round += 1) {
      const edits = Array.from({ length: tabs }, (_, tab) =>
        mira.caller.tweet.edit({ id: tweet.id, revision, text: words(round, tab) }),
      );
      const armings = Array.from({ length: tabs }, () => armTweets(h.roost, [tweet.id], "sweep"));
      const answers = await Promise.allSettled(edits);
      await Promise.all(armings);
      const done = answers.filter(({ status }) => status === "fulfilled");
      expect(done).toHaveLength(1);
      for (const [tab, answer] of answers.entries()) {
        if (answer.status === "fulfilled") continue;
        expect((await refusalOf(edits[tab] ?? Promise.resolve())).code).toBe("STALE");
      }
      revision += 1;
      await expectOneUsefulMessage(tweet.id);
    }
    expect((await wholeTweet(h.db, tweet.id)).revision).toBe(1 + rounds);
  });

  test("that follow each other without waiting end the same way", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const input = newTweet(mira, await h.clock.now(), hourMs);
      const acts: Promise<unknown>[] = [mira.caller.tweet.schedule(input)];
      for (let revision = 1; revision <= tabs; revision += 1) {
        acts.push(editWhenAt(input.id, revision, words(round, revision)));
      }
      await Promise.all(acts);
      expect((await wholeTweet(h.db, input.id)).revision).toBe(1 + tabs);
      await expectOneUsefulMessage(input.id);
    }
  });

  /** Edits as soon as the tweet is at this revision, while the command before is still arming it. */
  async function editWhenAt(id: string, revision: number, text: string): Promise<void> {
    await waitFor(() => h.db.tweet.findFirst({ where: { id, revision } }));
    await mira.caller.tweet.edit({ id, revision, text });
  }

  test("take a tweet's row before its messages', so that a command meanwhile waits and never fails", async () => {
    const slowMs = 300;
    await h.qstash("/_sandbox/faults", {
      method: "POST",
      body: { kind: "api-slow", params: { ms: slowMs } },
    });
    const input = newTweet(mira, await h.clock.now(), hourMs);
    const scheduling = mira.caller.tweet.schedule(input);
    const other = new pg.Client({ connectionString: h.env.DATABASE_URL });
    await other.connect();
    try {
      await waitFor(() => h.db.message.findFirst({ where: { tweetId: input.id } }));
      await other.query("BEGIN");
      await other.query('UPDATE "Tweet" SET "revision" = 2 WHERE "id" = $1', [input.id]);
      await untilOneWaits(h.db);
      await other.query('UPDATE "Message" SET "cancelRequestedAt" = now() WHERE "tweetId" = $1', [input.id]);
      await other.query("COMMIT");
      expect(await scheduling).toMatchObject({ revision: 2, state: "pending" });
      expect(await messagesOf(h, input.id, "all")).toMatchObject([{ revision: 1 }]);
      expect(await messagesOf(h, input.id)).toEqual([]);
    } finally {
      await h.qstash("/_sandbox/faults", { method: "DELETE" });
      await other.end();
    }
  });

  test("by many at once on many tweets leave none without a message", async () => {
    const now = await h.clock.now();
    const inputs = Array.from({ length: 20 }, () => newTweet(mira, now, hourMs));
    await Promise.all(inputs.map((input) => mira.caller.tweet.schedule(input)));
    const ids = inputs.map(({ id }) => id);
    await Promise.all([
      ...ids.map((id) => mira.caller.tweet.edit({ id, revision: 1, text: `edited ${id}` })),
      armTweets(h.roost, ids, "sweep"),
      armTweets(h.roost, ids.toReversed(), "sweep"),
    ]);
    for (const id of ids) await expectOneUsefulMessage(id);
  });
});
