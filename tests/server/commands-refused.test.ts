import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { tweetStatuses } from "~/domain/tweet";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { type Refusal, refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { postAs } from "../support/settling";
import { sharedRoostWithMira } from "../support/shared-roost";
import { messagesOf } from "../support/tweet-messages";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;
type Target = { id: string; revision: number };

type Command =
  | "edit"
  | "schedule"
  | "reschedule"
  | "unschedule"
  | "cancel"
  | "restore"
  | "resume"
  | "stop"
  | "rollBack"
  | "delete"
  | "resolve";

/** Every command on a tweet that stands already, with input that would be right. */
const commands: Record<Command, (tweet: Target, at: Date) => Promise<unknown>> = {
  edit: (tweet: Target) => mira.caller.tweet.edit({ ...tweet, text: "other words" }),
  schedule: (tweet: Target, at: Date) => mira.caller.tweet.schedule({ ...tweet, scheduledFor: at }),
  reschedule: (tweet: Target, at: Date) => mira.caller.tweet.reschedule({ ...tweet, scheduledFor: at }),
  unschedule: (tweet: Target) => mira.caller.tweet.unschedule(tweet),
  cancel: (tweet: Target) => mira.caller.tweet.cancel(tweet),
  restore: (tweet: Target) => mira.caller.tweet.restore(tweet),
  resume: (tweet: Target) => mira.caller.tweet.resume(tweet),
  stop: (tweet: Target) => mira.caller.tweet.stop(tweet),
  rollBack: (tweet: Target) => mira.caller.tweet.roll_back(tweet),
  delete: (tweet: Target) => mira.caller.tweet.delete(tweet),
  resolve: (tweet: Target) => mira.caller.tweet.resolve({ ...tweet, part: 1, isUp: false }),
};

const commandNames = Object.keys(commands) as Command[];

/** From which states each command is open; from all others it is refused. */
const open: Record<Command, readonly string[]> = {
  edit: ["DRAFT", "SCHEDULED", "FAILED", "CANCELLED"],
  schedule: ["DRAFT", "FAILED", "CANCELLED"],
  reschedule: ["SCHEDULED"],
  unschedule: ["SCHEDULED"],
  cancel: ["DRAFT", "SCHEDULED", "FAILED"],
  restore: ["CANCELLED"],
  // For threads of which a part is out, in thread-commands.test.ts.
  resume: [],
  stop: ["PUBLISHING"],
  rollBack: [],
  delete: ["DRAFT", "SCHEDULED", "PUBLISHED", "FAILED", "CANCELLED"],
  resolve: ["UNCONFIRMED"],
};

const place = async (status: (typeof tweetStatuses)[number]) =>
  placeTweet(h.db, await h.clock.now(), { userId: mira.userId, accountId: mira.accountId, status });

const inTwoHours = async () => new Date((await h.clock.now()).getTime() + 2 * hourMs);

/** Starts like a sentence, ends like one, and shows no machinery. */
function expectSentence(message: string) {
  expect(message).toMatch(/^[A-Z].*[.!]$/s);
  expect(message).not.toMatch(/prisma|sql|zod|undefined|null|\{/i);
}

describe.each(commandNames)("%s", (name) => {
  for (const status of tweetStatuses) {
    const isOpen = open[name].includes(status);
    test(`${isOpen ? "is open to" : "is refused, and changes nothing, for"} a tweet that is ${status}`, async () => {
      const { id, revision } = await place(status);
      const before = await wholeTweet(h.db, id);
      const act = commands[name]({ id, revision }, await inTwoHours());
      if (isOpen) {
        await act;
        if (name === "stop") {
          const after = await wholeTweet(h.db, id);
          expect(after).toEqual({ ...before, stopRequestedAt: expect.any(Date) });
          return;
        }
        const events = (await wholeTweet(h.db, id)).events.filter(({ kind }) => kind !== "armed");
        expect(events).toMatchObject([{ from: status, actor: "owner" }]);
        return;
      }
      const refusal = await refusalOf(act);
      expect(refusal.code).toBe("NOT_ALLOWED");
      expectSentence(refusal.message);
      const after = await wholeTweet(h.db, id);
      const isStop = name === "cancel" && status === "PUBLISHING";
      expect(after).toEqual(isStop ? { ...before, stopRequestedAt: expect.any(Date) } : before);
    });
  }

  test("for a revision that is no longer the present one is refused with the newer tweet", async () => {
    const { id, revision } = await place((open[name][0] ?? "FAILED") as (typeof tweetStatuses)[number]);
    const before = await wholeTweet(h.db, id);
    const refusal = await refusalOf(commands[name]({ id, revision: revision - 1 }, await inTwoHours()));
    expect(refusal.code).toBe("STALE");
    expectSentence(refusal.message);
    expect(refusal.tweet).toMatchObject({ id, revision });
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });

  test("for a revision past what the table counts is refused as bad input, and is no trouble of ours", async () => {
    const { id } = await place("SCHEDULED");
    const asked = commands[name]({ id, revision: 2 ** 31 }, await inTwoHours());
    await expect(asked).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("Say which state of the tweet you saw."),
    });
  });
});

describe("two tabs", () => {
  test("that edit one after the other: the second is told, and shown what the first wrote", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    const seen = { id: tweet.id, revision: tweet.revision };
    await mira.caller.tweet.edit({ ...seen, text: "first tab" });
    const refusal = await refusalOf(mira.caller.tweet.edit({ ...seen, text: "second tab" }));
    expect(refusal).toMatchObject({ code: "STALE", tweet: { text: "first tab", revision: 2 } });
    expect((await mira.caller.tweet.get({ id: tweet.id })).text).toBe("first tab");
  });

  test("that edit at once: one is done, every other is told", async () => {
    const tweet = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs));
    const tabs = Array.from({ length: 6 }, (_, tab) =>
      mira.caller.tweet.edit({ id: tweet.id, revision: tweet.revision, text: `tab ${tab}` }),
    );
    const answers = await Promise.allSettled(tabs);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refusals: Refusal[] = [];
    for (const tab of tabs)
      await refusalOf(tab).then(
        (refusal) => refusals.push(refusal),
        () => undefined,
      );
    expect(refusals.map(({ code }) => code)).toEqual(Array(5).fill("STALE"));
    const row = await wholeTweet(h.db, tweet.id);
    expect(row.revision).toBe(2);
    expect(row.events.filter(({ kind }) => kind === "edited")).toHaveLength(1);
    expect(await messagesOf(h, tweet.id)).toMatchObject([{ revision: 2, messageId: row.qstashId }]);
  });

  test("by the dozen are each told, and none waits for another's connection", async () => {
    const tweet = await place("DRAFT");
    await mira.caller.tweet.edit({ id: tweet.id, revision: tweet.revision, text: "newer" });
    const seen = { id: tweet.id, revision: tweet.revision };
    const refusals = await Promise.all(
      Array.from({ length: 60 }, () => refusalOf(mira.caller.tweet.edit({ ...seen, text: "older" }))),
    );
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["STALE"]));
  });

  test.each(["edit", "cancel", "delete"] as const)(
    "in the same instant: %s, which lost by a hair, is shown the newer tweet and not the one that it saw",
    async (name) => {
      const { id, revision } = await place("SCHEDULED");
      const other = new pg.Client({ connectionString: h.env.DATABASE_URL });
      await other.connect();
      try {
        await other.query("BEGIN");
        await other.query('UPDATE "Tweet" SET "revision" = $2 WHERE "id" = $1', [id, revision + 1]);
        const refused = refusalOf(commands[name]({ id, revision }, await inTwoHours()));
        await untilOneWaits(h.db);
        await other.query("COMMIT");
        expect(await refused).toMatchObject({ code: "STALE", tweet: { id, revision: revision + 1 } });
      } finally {
        await other.end();
      }
    },
  );
});

describe("one post", () => {
  test("is taken for one tweet when it is named for two at once, and the other is told", async () => {
    const placed = await Promise.all(Array.from({ length: 4 }, () => place("UNCONFIRMED")));
    const postUrl = `https://x.com/mira/status/${await postAs(h, mira, placed[0]?.id ?? "")}`;
    const acts = placed.map(({ id, revision }) =>
      mira.caller.tweet.resolve({ id, revision, part: 1, isUp: true, postUrl }),
    );
    const answers = await Promise.allSettled(acts);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const [index, answer] of answers.entries()) {
      if (answer.status === "fulfilled") continue;
      expect((await refusalOf(acts[index] ?? Promise.resolve())).message).toMatch(/belongs to another tweet/);
      expect((await wholeTweet(h.db, placed[index]?.id ?? "")).status).toBe("UNCONFIRMED");
    }
  });
});

describe("input that X or the clock would not take is refused in words, and nothing is written", () => {
  const secondMs = 1000;
  const times: [string, number, string, RegExp][] = [
    ["a time in the past", -secondMs, "TIME_PASSED", /has passed/],
    ["now", 0, "TIME_PASSED", /has passed|too soon/],
    ["a time nearer than two seconds", 1500, "TIME_PASSED", /too soon|has passed/],
    ["a time over two years ahead", policy.schedule.maxLeadMs + hourMs, "BAD_INPUT", /two years/],
  ];
  const texts: [string, string, RegExp][] = [
    ["281 weighted characters", "a".repeat(281), /1 over X's limit of 280/],
    ["141 characters that count two", "語".repeat(141), /2 over X's limit of 280/],
    ["an empty text", "", /empty/],
    ["only white space", " \n\t\u3000 ", /empty/],
    ["a character that no database keeps", "before\u0000after", /does not take/],
    ["half of a character", "before\ud83dafter", /does not take/],
  ];

  test.each(times)("%s", async (_, aheadMs, code, words) => {
    const input = newTweet(mira, await h.clock.now(), aheadMs);
    const refusal = await refusalOf(mira.caller.tweet.schedule(input));
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(words);
    expectSentence(refusal.message);
    expect(await h.db.tweet.count({ where: { id: input.id } })).toBe(0);

    const { id, revision } = await place("SCHEDULED");
    const before = await wholeTweet(h.db, id);
    const at = new Date((await h.clock.now()).getTime() + aheadMs);
    expect((await refusalOf(commands.reschedule({ id, revision }, at))).code).toBe(code);
    const edit = mira.caller.tweet.edit({ id, revision, text: "other", scheduledFor: at });
    expect((await refusalOf(edit)).code).toBe(code);
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });

  test.each(texts)("%s", async (_, text, words) => {
    const input = newTweet(mira, await h.clock.now(), hourMs, text);
    const refusal = await refusalOf(mira.caller.tweet.schedule(input));
    expect(refusal.code).toBe("BAD_INPUT");
    expect(refusal.message).toMatch(words);
    expectSentence(refusal.message);
    expect(await h.db.tweet.count({ where: { id: input.id } })).toBe(0);

    const { id, revision } = await place("DRAFT");
    const before = await wholeTweet(h.db, id);
    expect((await refusalOf(mira.caller.tweet.edit({ id, revision, text }))).code).toBe("BAD_INPUT");
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });

  test("280 weighted characters, a link counted 23, and a time two seconds ahead are taken", async () => {
    const link = "https://example.com/a-very-long-path-that-x-shortens-to-twenty-three";
    const text = `${"a".repeat(256)} ${link}`;
    const taken = await mira.caller.tweet.schedule(newTweet(mira, await h.clock.now(), hourMs, text));
    expect(taken.text).toBe(text);
    const soon = newTweet(mira, await h.clock.now(), policy.schedule.minLeadMs + secondMs, randomUUID());
    expect((await mira.caller.tweet.schedule(soon)).state).toBe("queued");
  });
});
