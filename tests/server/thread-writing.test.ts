// What a person may write as a thread, and how late a tweet may be.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { deliverTo, sweepNow } from "../support/due-tweet";
import { placeTweet, wholeTweet } from "../support/placed-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { aThread, postsOf, texts } from "../support/thread";

const { h, mira } = sharedRoostWithMira();
const hourMs = 3_600_000;

async function input(changes: object) {
  const { text: _, ...rest } = newTweet(mira, await h.clock.now(), hourMs);
  return { ...rest, ...changes } as typeof rest & { parts: { text: string }[] };
}

const asParts = (words: string[]) => words.map((text) => ({ text }));

describe("a thread is refused in words that name the part, and nothing is written", () => {
  const bad: [string, unknown, RegExp][] = [
    ["a 26th part", asParts(texts(policy.publish.maxParts + 1)), /25 parts at the most.*has 26/],
    ["a second part of only spaces", asParts(["one", " \n\t ", "three"]), /^Part 2 of 3 is empty/],
    [
      "a third part over the limit",
      asParts(["one", "two", "a".repeat(281)]),
      /^Part 3 of 3 is 1 over X's limit/,
    ],
    ["a first part that no database keeps", asParts(["o\u0000ne", "two"]), /^Part 1 of 2 holds a character/],
    ["no part at all", [], /no parts/],
    ["hundreds of parts", asParts(Array(300).fill("words")), /25 parts at the most/],
    ["parts that are no parts", ["one", "two"], /does not know this request/],
    ["one text and parts", asParts(["one"]), /one text, or the parts/],
  ];

  test.each(bad)("%s", async (name, parts, words) => {
    const both = name === "one text and parts" ? { text: "words" } : {};
    const tweet = await input({ parts, ...both });
    const refusal = await refusalOfAny(mira.caller.tweet.schedule(tweet));
    expect(refusal).toMatch(words);
    expect(refusal).toMatch(/\.$/);
    expect(await h.db.tweet.count({ where: { id: tweet.id } })).toBe(0);

    const { id, revision } = await placeTweet(h.db, await h.clock.now(), { ...mira, status: "DRAFT" });
    const before = await wholeTweet(h.db, id);
    const edit = { id, revision, parts: tweet.parts, ...both };
    expect(await refusalOfAny(mira.caller.tweet.edit(edit))).toMatch(words);
    expect(await wholeTweet(h.db, id)).toEqual(before);
  });
});

/** The words of a refusal by the router or by the verb. */
async function refusalOfAny(command: Promise<unknown>): Promise<string> {
  const error = await command.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("it was not refused");
  const { cause } = error as { cause?: { issues?: { message: string }[] } };
  return cause?.issues?.[0]?.message ?? error.message;
}

describe("editing a tweet off X", () => {
  test("turns one text into a thread and back, in one revision each, with one message left", async () => {
    const words = texts(3);
    const tweet = await aThread(h, mira, words.slice(0, 1));
    const target = { id: tweet.id, revision: tweet.revision };
    const thread = await mira.caller.tweet.edit({ ...target, parts: asParts(words) });
    expect(thread).toMatchObject({ revision: 2, state: "queued", partCount: 3, text: words.join("\n\n") });
    const single = await mira.caller.tweet.edit({ ...target, revision: 2, text: "one text" });
    expect(single).toMatchObject({
      revision: 3,
      state: "queued",
      partCount: 1,
      text: "one text",
      started: null,
    });
    expect((await wholeTweet(h.db, tweet.id)).parts).toHaveLength(1);
  });

  test("and scheduling it posts the parts that were written last, and no other", async () => {
    const [words, other] = [texts(3), texts(2)];
    const tweet = await aThread(h, mira, words);
    const edited = await mira.caller.tweet.edit({ id: tweet.id, revision: 1, parts: asParts(other) });
    h.clock.advance(hourMs);
    await deliverTo(h.roost, tweet);
    expect(await postsOf(h, [...words, ...other])).toEqual([]);
    await deliverTo(h.roost, edited);
    expect((await postsOf(h, [...words, ...other])).map(({ text }) => text)).toEqual(other);
  });
});

describe("the lateness limit", () => {
  const shortest = policy.schedule.minLatenessLimitS;

  test("is an hour unless its owner says otherwise, and an edit without it leaves it", async () => {
    const usual = await mira.caller.tweet.schedule(await input({ parts: asParts(texts(1)) }));
    expect(usual.latenessLimitS).toBe(policy.schedule.defaultLatenessLimitS);
    const own = await mira.caller.tweet.schedule(
      await input({ parts: asParts(texts(1)), latenessLimitS: shortest }),
    );
    expect(own.latenessLimitS).toBe(shortest);
    const edited = await mira.caller.tweet.edit({ id: own.id, revision: 1, text: randomUUID() });
    expect(edited.latenessLimitS).toBe(shortest);
    const free = await mira.caller.tweet.edit({
      id: own.id,
      revision: 2,
      text: randomUUID(),
      latenessLimitS: null,
    });
    expect(free.latenessLimitS).toBeNull();
  });

  test("of a tweet that was missed may be widened when it is scheduled again", async () => {
    const { id, revision } = await placeTweet(h.db, await h.clock.now(), { ...mira, status: "FAILED" });
    const scheduledFor = new Date((await h.clock.now()).getTime() + hourMs);
    const again = await mira.caller.tweet.schedule({ id, revision, scheduledFor, latenessLimitS: null });
    expect(again).toMatchObject({ state: "queued", latenessLimitS: null });
  });

  test.each([-1, 0, shortest - 1, shortest + 0.5, policy.schedule.maxLatenessLimitS + 1, "60", Number.NaN])(
    "of %s is refused in words",
    async (latenessLimitS) => {
      const tweet = await input({ parts: asParts(texts(1)), latenessLimitS });
      expect(await refusalOfAny(mira.caller.tweet.schedule(tweet))).toMatch(/whole seconds/);
      expect(await h.db.tweet.count({ where: { id: tweet.id } })).toBe(0);
    },
  );

  test("of however late lets a tweet out days after its time; the shortest is missed by then", async () => {
    const [late, missed] = [texts(1), texts(1)];
    const ids = await Promise.all(
      [
        { parts: asParts(late), latenessLimitS: null },
        { parts: asParts(missed), latenessLimitS: shortest },
      ].map(async (changes) => (await mira.caller.tweet.schedule(await input(changes))).id),
    );
    h.clock.advance(72 * hourMs);
    await sweepNow(h.roost);
    const states = await Promise.all(ids.map(async (id) => (await mira.caller.tweet.get({ id })).state));
    expect(states).toEqual(["posted", "failed"]);
    expect(await postsOf(h, [...late, ...missed])).toHaveLength(1);
  });
});

describe("restore", () => {
  test("brings a cancelled tweet back as a draft, with its text, its time and no message", async () => {
    const words = texts(2);
    const tweet = await aThread(h, mira, words);
    const cancelled = await mira.caller.tweet.cancel({ id: tweet.id, revision: tweet.revision });
    const target = { id: tweet.id, revision: cancelled.revision };
    const draft = await mira.caller.tweet.restore(target);
    expect(draft).toMatchObject({
      state: "draft",
      revision: 3,
      scheduledFor: tweet.scheduledFor,
      text: words.join("\n\n"),
    });
    expect(await refusalOf(mira.caller.tweet.restore(target))).toMatchObject({ code: "STALE" });
  });
});
