// A delivery keeps its place in QStash for a while only; a publication that takes longer goes on without it.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { deliverMessage } from "~/server/tweets/deliver";
import { waitOrGoOn } from "~/server/tweets/go-on";
import type { TweetView } from "~/server/tweets/view";
import { mediaWorld } from "../support/media-world";
import { storyOf } from "../support/story";
import { aVideo } from "../support/uploaded";
import { waitFor } from "../support/wait-for";

const { h, mira, due, now, posts, calls, fault } = mediaWorld();

type Deferred<T> = {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
};

function deferred<T>(): Deferred<T> {
  let resolve: Deferred<T>["resolve"] = () => undefined;
  let reject: Deferred<T>["reject"] = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A Roost whose waits last until they are let go; in a real one X has a video for a minute meanwhile. */
function waitingRoost() {
  const gate = deferred<void>();
  const sleep = async (ms: number) => {
    await gate.promise;
    await h.clock.sleep(ms);
  };
  return { roost: { ...h.roost, clock: { ...h.clock, sleep } } satisfies Roost, letGo: () => gate.resolve() };
}

/** An answer that waits for nobody, and what went on after it. */
function impatient() {
  const kept: Promise<unknown>[] = [];
  return { kept, goOn: { placeMs: 0, keep: (work: Promise<unknown>) => void kept.push(work) } };
}

async function dueFilm(): Promise<TweetView> {
  await fault("processing-takes", { seconds: 60 });
  const { id } = await aVideo(h.roost, mira);
  return due([{ text: "film", media: [{ mediaId: id }] }]);
}

const messageOf = ({ id, revision }: TweetView) => JSON.stringify({ tweetId: id, revision });

describe("a delivery whose video takes X a minute", () => {
  test("is answered before that, and its tweet is posted all the same, once", async () => {
    const tweet = await dueFilm();
    const { roost, letGo } = waitingRoost();
    const { kept, goOn } = impatient();
    const { qstashId } = await h.db.tweet.findUniqueOrThrow({ where: { id: tweet.id } });
    const answer = await deliverMessage(roost, messageOf(tweet), qstashId, 0, goOn);
    expect(answer).toEqual({ kind: "handled", said: "going on" });
    expect((await now(tweet)).state).toBe("posting");
    expect(await calls("tweets")).toBe(0);
    expect(await h.db.message.count({ where: { tweetId: tweet.id, endedAt: null } })).toBe(0);
    expect(await deliverMessage(roost, messageOf(tweet), qstashId, 1, goOn)).toEqual({
      kind: "handled",
      said: "the tweet is PUBLISHING",
    });
    letGo();
    await Promise.all(kept);
    expect((await now(tweet)).state).toBe("posted");
    expect(await calls("tweets")).toBe(1);
    expect(await posts()).toHaveLength(1);
  });

  test("is told in the tweet's history as what it was", async () => {
    const tweet = await dueFilm();
    const { roost, letGo } = waitingRoost();
    const { kept, goOn } = impatient();
    await deliverMessage(roost, messageOf(tweet), "msg_1", 0, goOn);
    letGo();
    await Promise.all(kept);
    const { lines } = await storyOf(mira, tweet.id);
    const [came, posted] = [
      lines.indexOf(
        "QStash delivered the message; Roost took it up, and went on with it after it had answered.",
      ),
      lines.indexOf("X took it: it is posted."),
    ];
    expect(came).toBeGreaterThanOrEqual(0);
    expect(posted).toBeGreaterThan(came);
  });

  test("waits for an ordinary post, and answers what came of it", async () => {
    const tweet = await due([{ text: `plain ${randomUUID()}` }]);
    const { kept, goOn } = impatient();
    const patient = { ...goOn, placeMs: policy.message.timeoutS * 1000 };
    const answer = await deliverMessage(h.roost, messageOf(tweet), null, 0, patient);
    expect([answer, kept]).toEqual([{ kind: "handled", said: "posted" }, []]);
  });
});

describe("publications that go on after their answers", () => {
  const { placeless, placelessPerAccount, placelessPerPerson } = policy.delivery;
  const started = () => {
    const room = { db: {} as Roost["db"], log: h.roost.log };
    const works: Deferred<string>[] = [];
    const gone: number[] = [];
    const { kept, goOn } = impatient();
    const begin = (accountId: string, userId: string) => {
      const [work, place] = [deferred<string>(), works.length];
      works.push(work);
      const subject = { tweetId: randomUUID(), attemptId: randomUUID(), accountId, userId };
      const waited = waitOrGoOn(room, subject, work.promise, goOn);
      waited.then(
        (value) => value === null && gone.push(place),
        () => undefined,
      );
      return waited;
    };
    return { begin, gone, kept, works };
  };

  test.each([
    ["one account", placelessPerAccount, () => ["a", "p"]],
    ["one person", placelessPerPerson, (n: number) => [`a${n}`, "p"]],
    ["the whole process", placeless, (n: number) => [`a${n}`, `p${n}`]],
  ] as const)(
    "are bounded for %s: past it a delivery keeps its place until one has ended",
    async (_, most, who) => {
      const { begin, gone, works } = started();
      const full = Array.from({ length: most }, (_, n) => {
        const [account = "", person = ""] = who(n);
        return begin(account, person);
      });
      expect(await Promise.all(full)).toEqual(full.map(() => null));
      const [account = "", person = ""] = who(most);
      const next = begin(account, person);
      // Whoever came after it, and has room, is in by now.
      expect(await started().begin(account, person)).toBeNull();
      expect(gone).not.toContain(most);
      works[0]?.resolve("posted");
      expect(await next).toBeNull();
      for (const work of works) work.resolve("posted");
    },
  );

  test("that end while they wait for room answer what came of them", async () => {
    const { begin, kept, works } = started();
    await Promise.all(Array.from({ length: placelessPerAccount }, () => begin("a", "p")));
    const next = begin("a", "p");
    works.at(-1)?.resolve("refused");
    expect(await next).toBe("refused");
    expect(kept).toHaveLength(placelessPerAccount);
    for (const work of works) work.resolve("posted");
  });

  test("leave their place when they fail too, and the failure is logged", async () => {
    const { begin, kept, works } = started();
    await Promise.all(Array.from({ length: placelessPerAccount }, () => begin("a", "p")));
    const next = begin("a", "p");
    works[0]?.reject(new Error("Can't reach database server"));
    expect(await next).toBeNull();
    await kept[0];
    await waitFor(() => h.logLines.some((line) => line.includes("tweet.publish_failed")));
    for (const work of works) work.resolve("posted");
  });
});
