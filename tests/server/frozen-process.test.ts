// A process of Roost that is stopped in the middle of a publication, really, by SIGSTOP, and let go ten minutes later.
// Meanwhile another one has finished its work: what wakes must neither post again nor write anything.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databaseClock } from "~/server/clock";
import { createCalls, ledgerOf, sweepNow } from "../support/due-tweet";
import { overdueSince, placeTweet, wholeTweet } from "../support/placed-tweet";
import { type RoostProcess, startRoostProcess } from "../support/roost-process/parent";
import { settleToRest } from "../support/settling";
import { roostWithNewcomers } from "../support/shared-roost";
import { signDelivery } from "../support/sign-delivery";
import { postsOf, texts } from "../support/thread";
import { anImage } from "../support/uploaded";
import { waitFor } from "../support/wait-for";

const { h, person } = roostWithNewcomers();
const tenMinutesMs = 600_000;
/** Longer than the process is stopped for: it hears what X had to say. */
const patientMs = 15_000;
/** Over by the time that it is let go: for it X has not answered. */
const impatientMs = 1500;

let folder: string;
let patient: RoostProcess;
let impatient: RoostProcess;

const aheadFile = () => join(folder, "ahead");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "roost-frozen-"));
  await keepTime();
  [patient, impatient] = (await Promise.all(
    [patientMs, impatientMs].map((callTimeoutMs) =>
      startRoostProcess(h.env, { aheadFile: aheadFile(), callTimeoutMs }),
    ),
  )) as [RoostProcess, RoostProcess];
});
afterAll(async () => {
  await Promise.all([patient, impatient].map((one) => one?.end()));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await keepTime();
});
// A test that failed half way must not leave it stopped for the next.
afterEach(() => {
  for (const one of [patient, impatient]) one.wake();
});

/** The other process has the time of this one. */
async function keepTime(): Promise<void> {
  const aheadMs = (await h.clock.now()).getTime() - (await databaseClock(h.db).now()).getTime();
  await writeFile(aheadFile(), String(Math.round(aheadMs)));
}

/** A tweet of these parts that is overdue. */
async function due(words: string[], mediaId?: string) {
  const now = await h.clock.now();
  const shown = mediaId ? { media: { create: { id: randomUUID(), mediaId, position: 1 } } } : {};
  const parts = words.map((text, index) => ({ id: randomUUID(), position: index + 1, text, ...shown }));
  const scheduledFor = overdueSince(now);
  const { userId, accountId } = person;
  return placeTweet(h.db, now, {
    ...{ userId, accountId, status: "SCHEDULED" },
    changes: { scheduledFor, parts: { create: parts } },
  });
}

/** Lets the process deliver the tweet, or sweep. */
function begin(
  tweet: { id: string; revision: number },
  via: "delivery" | "sweep" = "delivery",
  frozen: RoostProcess = patient,
) {
  const body = JSON.stringify({ tweetId: tweet.id, revision: tweet.revision });
  const signature = signDelivery({ key: h.signingKey, url: h.deliveryUrl, body });
  const answered =
    via === "sweep"
      ? frozen.ask({ kind: "sweep" })
      : frozen.ask({ kind: "deliveries", deliveries: [{ body, signature }] });
  return { frozen, answered };
}

/** Puts a fault in X's way, for this person and once. Answers how to wait until it has struck. */
async function fault(kind: string, params: object, match: object) {
  const body = { kind, params, count: 1, match: { handle: person.handle, ...match } };
  const { fault: made } = await h.x("/_sandbox/faults", { method: "POST", body });
  return () =>
    waitFor(async () => {
      const { faults } = (await h.x("/_sandbox/faults")) as { faults: { id: number; hits: number }[] };
      return faults.every(({ id, hits }) => id !== made.id || hits > 0);
    });
}

async function tenMinutesPass(): Promise<void> {
  h.clock.advance(tenMinutesMs);
  await keepTime();
}

/** The others finish what it left; it wakes, and everything stays as they left it. */
async function expectNothingMore(
  tweet: { id: string },
  { frozen, answered }: { frozen: RoostProcess; answered: Promise<string> },
): Promise<string> {
  await tenMinutesPass();
  await sweepNow(h.roost);
  expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
  await keepTime();
  const before = await wholeTweet(h.db, tweet.id);
  const { requests } = await h.x(`/_sandbox/requests?method=POST&path=/2/tweets&handle=${person.handle}`);
  frozen.wake();
  const said = await answered;
  expect(await wholeTweet(h.db, tweet.id)).toEqual(before);
  const after = await h.x(`/_sandbox/requests?method=POST&path=/2/tweets&handle=${person.handle}`);
  expect(after.requests).toHaveLength(requests.length);
  return said;
}

describe("a process that is stopped while X creates the post, and let go ten minutes later,", () => {
  test.each(["delivery", "sweep"] as const)(
    "hears X's yes, by %s: the post was found meanwhile, and stands once",
    async (via) => {
      const [text = ""] = texts(1);
      const tweet = await due([text]);
      const struck = await fault("slow", { ms: 1000 }, { textIncludes: text });
      const run = begin(tweet, via);
      await struck();
      await run.frozen.freeze();
      const [post] = await waitFor(async () => {
        const posts = await ledgerOf(h, text);
        return posts.length > 0 ? posts : null;
      });
      await expectNothingMore(tweet, run);
      expect(await ledgerOf(h, text)).toHaveLength(1);
      expect((await wholeTweet(h.db, tweet.id)).parts).toMatchObject([{ xId: post?.id }]);
      expect(await createCalls(h, text)).toHaveLength(1);
    },
  );

  test("finds its time for the call over: what it does not know is known already", async () => {
    const [text = ""] = texts(1);
    const tweet = await due([text]);
    const struck = await fault("hang-after", {}, { textIncludes: text });
    const run = begin(tweet, "delivery", impatient);
    await struck();
    await run.frozen.freeze();
    await expectNothingMore(tweet, run);
    expect(await ledgerOf(h, text)).toHaveLength(1);
    expect(await createCalls(h, text)).toHaveLength(1);
  });

  test("hears X's no, when another has posted it since: Posted it stays", async () => {
    const [text = ""] = texts(1);
    const tweet = await due([text]);
    const struck = await fault("slow", { ms: 1000 }, { textIncludes: text });
    await fault("status", { status: 403, detail: "Not now." }, { textIncludes: text });
    const run = begin(tweet);
    await struck();
    await run.frozen.freeze();
    await waitFor(async () => (await createCalls(h, text)).length === 1);
    await expectNothingMore(tweet, run);
    expect(await ledgerOf(h, text)).toHaveLength(1);
  });

  test("was at the second part of a thread: the others are out once, each in its place", async () => {
    const words = texts(3);
    const tweet = await due(words);
    const struck = await fault("slow", { ms: 1000 }, { textIncludes: words[1] });
    const run = begin(tweet);
    await struck();
    await run.frozen.freeze();
    await waitFor(async () => (await postsOf(h, words)).length === 2);
    await expectNothingMore(tweet, run);
    const posts = await postsOf(h, words);
    expect(posts.map(({ text }) => text)).toEqual(words);
    expect(posts.map(({ inReplyTo }) => inReplyTo)).toEqual([null, posts[0]?.id, posts[1]?.id]);
  });
});

describe("a process that is stopped before it sends anything, and let go ten minutes later,", () => {
  test("while X takes its file in: it sends no post after the one that another has sent", async () => {
    const { id } = await anImage(h.roost, person);
    const [text = ""] = texts(1);
    const tweet = await due([text], id);
    const struck = await fault("slow", { ms: 1000 }, { path: "/2/media/upload/*/append", method: "POST" });
    const run = begin(tweet);
    await struck();
    await run.frozen.freeze();
    await expectNothingMore(tweet, run);
    expect(await ledgerOf(h, text)).toHaveLength(1);
    expect(await createCalls(h, text)).toHaveLength(1);
  });

  test("and wakes while another is about to hear that X has it: it leaves that to the other", async () => {
    const { id } = await anImage(h.roost, person);
    const [text = ""] = texts(1);
    const tweet = await due([text], id);
    const struck = await fault("slow", { ms: 1000 }, { path: "/2/media/upload/*/append", method: "POST" });
    const run = begin(tweet);
    await struck();
    await run.frozen.freeze();
    await tenMinutesPass();
    const sending = await fault("slow", { ms: 2000 }, { textIncludes: text });
    const sweeping = sweepNow(h.roost);
    await sending();
    run.frozen.wake();
    await run.answered;
    expect((await wholeTweet(h.db, tweet.id)).status).toBe("PUBLISHING");
    await sweeping;
    expect(await createCalls(h, text)).toHaveLength(1);
    expect((await wholeTweet(h.db, tweet.id)).attempts).toMatchObject([
      { outcome: "expired" },
      { outcome: "posted" },
    ]);
  });

  test("while it marks its part: it holds no row back, another looks at X and posts it, and it sends nothing", async () => {
    const [text = ""] = texts(1);
    const tweet = await due([text]);
    await withHolder(async (holder) => {
      // It has claimed the tweet and is about to mark its part: that row it does not get before it is stopped.
      await holder.query("BEGIN");
      await holder.query(`SELECT 1 FROM "Part" WHERE "tweetId" = $1 FOR UPDATE`, [tweet.id]);
      const run = begin(tweet);
      await waitFor(async () => (await sessions(holder, "wait_event_type = 'Lock'")).length > 0);
      await run.frozen.freeze();
      await holder.query("COMMIT");
      await waitFor(async () => (await wholeTweet(h.db, tweet.id)).parts[0]?.state === "SENDING");
      expect(await sessions(holder, "state = 'idle in transaction'")).toEqual([]);
      await expectNothingMore(tweet, run);
      expect(await createCalls(h, text)).toHaveLength(1);
    });
  });

  test("while it holds the account's row for a refresh: the pair that it wakes with replaces no newer one", async () => {
    const [text = ""] = texts(1);
    const tweet = await due([text]);
    const account = { where: { id: person.accountId } };
    await h.db.xAccount.update({ ...account, data: { expiresAt: new Date(0) } });
    const struck = await fault("refresh-slow", { ms: 1000 }, {});
    await withHolder(async (holder) => {
      const run = begin(tweet);
      await struck();
      await run.frozen.freeze();
      await waitFor(async () => (await grants()).refreshed === 1);
      // As PostgreSQL does after half a minute: idle_in_transaction_session_timeout.
      for (const pid of await sessions(holder, "state = 'idle in transaction'")) {
        await holder.query("SELECT pg_terminate_backend($1)", [pid]);
      }
      await tenMinutesPass();
      await sweepNow(h.roost);
      await sweepNow(h.roost);
      expect(await h.db.xAccount.findUniqueOrThrow(account)).toMatchObject({ holdReason: "reconnect" });
      await h.signUp(person.handle);
      h.clock.advance(60_000);
      await sweepNow(h.roost);
      expect((await wholeTweet(h.db, tweet.id)).status).toBe("PUBLISHED");
      await keepTime();
      const before = await h.db.xAccount.findUniqueOrThrow(account);
      run.frozen.wake();
      await run.answered;
      expect(await h.db.xAccount.findUniqueOrThrow(account)).toEqual(before);
      expect(await createCalls(h, text)).toHaveLength(1);
    });
  });
});

const grants = async (): Promise<Record<string, number>> =>
  (await h.x(`/_sandbox/tokens?handle=${person.handle}`)).counts;

async function withHolder(work: (holder: pg.Client) => Promise<void>): Promise<void> {
  const holder = new pg.Client({ connectionString: h.env.DATABASE_URL });
  await holder.connect();
  await work(holder).finally(() => holder.end());
}

async function sessions(client: pg.Client, where: string): Promise<number[]> {
  const { rows } = await client.query(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`,
  );
  return rows.map(({ pid }) => pid as number);
}
