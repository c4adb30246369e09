import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { GET as health } from "~/app/api/health/route";
import * as trpcRoute from "~/app/api/trpc/[trpc]/route";
import { createRoost, type Roost } from "~/server/roost";
import { createTestDatabase } from "../support/database";
import { freePort } from "../support/free-port";
import { newTweet } from "../support/roost-harness";
import { sharedRoostWithMira } from "../support/shared-roost";
import { clientOf } from "../support/trpc-http";
import { waitFor } from "../support/wait-for";

const session = vi.hoisted(() => ({ userId: "" }));
vi.mock("~/server/auth", () => ({ getSignedInUser: async () => ({ userId: session.userId, name: "Mira" }) }));

const { h, mira } = sharedRoostWithMira();

beforeAll(async () => {
  session.userId = mira.userId;
});
afterEach(() => serve(h.roost));

const { client, answers } = clientOf(trpcRoute);

/** Which Roost the routes use, as a web process has one. */
function serve(roost: Roost) {
  (globalThis as { roost?: Roost }).roost = roost;
}

type Procedure = [name: string, call: () => Promise<unknown>];

const hourMs = 3_600_000;
const target = { id: randomUUID(), revision: 1 };
const procedures: Procedure[] = [
  ["get_queue", () => client.tweet.get_queue.query()],
  ["get", () => client.tweet.get.query({ id: target.id })],
  ["cleanup_orphaned_tweets", () => client.tweet.cleanup_orphaned_tweets.mutate()],
  ["schedule", () => client.tweet.schedule.mutate(newTweet(mira, new Date(), hourMs))],
  ["schedule again", () => client.tweet.schedule.mutate({ ...target, scheduledFor: soon() })],
  ["schedule_all", () => client.tweet.schedule_all.mutate({ tweets: [target] })],
  ["reschedule", () => client.tweet.reschedule.mutate({ ...target, scheduledFor: soon() })],
  ["unschedule", () => client.tweet.unschedule.mutate(target)],
  ["edit", () => client.tweet.edit.mutate({ ...target, text: "words" })],
  ["cancel", () => client.tweet.cancel.mutate(target)],
  ["delete", () => client.tweet.delete.mutate(target)],
  ["resolve", () => client.tweet.resolve.mutate({ ...target, part: 1, isUp: false })],
  ["post_now", () => client.tweet.post_now.mutate(target)],
  ["retry_all", () => client.tweet.retry_all.mutate({ tweets: [target] })],
  ["account.list", () => client.account.list.query()],
  ["account.pause", () => client.account.pause.mutate({ accountId: mira.accountId })],
  ["account.unpause", () => client.account.unpause.mutate({ accountId: mira.accountId })],
  ["account.cancel_held", () => client.account.cancel_held.mutate({ accountId: mira.accountId })],
  ["get_history", () => client.tweet.get_history.query({ id: target.id })],
  ["notification.list", () => client.notification.list.query()],
  ["notification.mark_read", () => client.notification.mark_read.mutate({ upTo: soon() })],
  ["notification.unread_count", () => client.notification.unread_count.query()],
  ["notification.banner", () => client.notification.banner.query()],
];
const soon = () => new Date(Date.now() + hourMs);

/** A sentence for people, and nothing that tells how Roost is built or where it runs. */
function expectSentence(text: string) {
  expect(text).toMatch(/^[A-Z@].{10,}[.!]$/s);
  expect(text).not.toMatch(/invalid input|expected|received|undefined|null|\{|\[/i);
}

function expectNoMachinery(body: string) {
  expect(body).not.toMatch(/prisma|select |insert |update "|postgres|econnrefused|127\.0\.0\.1|localhost/i);
  expect(body).not.toMatch(/node_modules|\.ts:|at \w+ \(|"stack"/);
}

/** The error of a call, as the studio's client has it, and as it came over the wire. */
async function errorOf(call: () => Promise<unknown>) {
  const error = await call().then(
    () => null,
    (reason: unknown) =>
      reason as { message: string; data: { httpStatus: number; app: { code: string } | null } },
  );
  const answer = answers.at(-1);
  if (!error || !answer) throw new Error("the call was answered with success");
  return { message: error.message, code: error.data?.app?.code, ...answer };
}

const noDatabase: [string, () => Promise<{ roost: Roost; end: () => Promise<void> }>][] = [
  [
    "that nothing listens for",
    async () => {
      const url = `postgresql://postgres:secret-password@127.0.0.1:${await freePort()}/roost`;
      return opened(url);
    },
  ],
  [
    "that was dropped under open connections",
    async () => {
      const database = await createTestDatabase();
      const started = await opened(database.url);
      await started.roost.clock.now();
      await database.drop();
      return started;
    },
  ],
  [
    "that takes no connections for now",
    async () => {
      const database = await createTestDatabase();
      const name = new URL(database.url).pathname.slice(1);
      await h.db.$executeRawUnsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      const started = await opened(database.url);
      return { ...started, end: () => started.end().then(database.drop) };
    },
  ],
];

async function opened(databaseUrl: string) {
  const roost = createRoost({ ...h.env, DATABASE_URL: databaseUrl }, "test");
  return { roost: { ...roost, log: h.roost.log }, end: () => roost.db.$disconnect() };
}

describe.each(noDatabase)("with a database %s", (_, start) => {
  let started: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started?.end());

  test.each(procedures)("%s answers 503 with a sentence that says what to do", async (_name, call) => {
    serve(started.roost);
    const error = await errorOf(call);
    expect(error).toMatchObject({ status: 503, code: "UNAVAILABLE" });
    expectSentence(error.message);
    expect(error.message).toMatch(/database.*Try again/);
    expectNoMachinery(error.body);
  });

  test("a delivery is answered 503, to come again soon, with a sentence", async () => {
    serve(started.roost);
    const answer = await h.deliver({ tweetId: target.id, revision: 1 });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expectSentence(answer.body.message);
    expectNoMachinery(JSON.stringify(answer.body));
  });

  test("a forged delivery is still refused, and never reaches the database", async () => {
    serve(started.roost);
    expect((await h.deliver({ tweetId: target.id, revision: 1 }, { key: "sig_other" })).status).toBe(401);
  });

  test("the health route answers 503 with a sentence", async () => {
    serve(started.roost);
    const response = await health();
    expect(response.status).toBe(503);
    const body = (await response.json()) as { ok: boolean; message: string };
    expect(body.ok).toBe(false);
    expectSentence(body.message);
    expectNoMachinery(JSON.stringify(body));
  });
});

describe("with a database that cut every connection and is back", () => {
  test("the next calls are answered, and what was scheduled is there", async () => {
    const tweet = await client.tweet.schedule.mutate(newTweet(mira, await h.clock.now(), hourMs));
    const other = createRoost(h.env, "test");
    try {
      await other.db.$queryRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    } finally {
      await other.db.$disconnect();
    }
    const found = await waitFor(() => client.tweet.get.query({ id: tweet.id }));
    expect(found).toMatchObject({ id: tweet.id, revision: 1 });
    expect((await health()).status).toBe(200);
  });
});

describe("input of the wrong kind", () => {
  const times = [new Date(Number.NaN), "tomorrow", null, undefined, 5];
  const ids = ["1", "", null, undefined, 5, "' OR 1=1 --"];
  const revisions = [0, -1, 1.5, "1", null, undefined, Number.MAX_SAFE_INTEGER + 2];
  const texts = ["x".repeat(10_001), 5, null, undefined];
  const whole = () => ({ id: randomUUID(), accountId: randomUUID(), text: "words", scheduledFor: soon() });

  type Call = (input: never) => Promise<unknown>;
  const bad: [string, Call, unknown[]][] = [
    ["get", client.tweet.get.query, [{}, null, 5, [], ...ids.map((id) => ({ id }))]],
    [
      "schedule",
      client.tweet.schedule.mutate,
      [
        {},
        null,
        "text",
        ...ids.map((id) => ({ ...whole(), id })),
        ...ids.map((accountId) => ({ ...whole(), accountId })),
        ...texts.map((text) => ({ ...whole(), text })),
        ...times.map((scheduledFor) => ({ ...whole(), scheduledFor })),
        ...times.map((scheduledFor) => ({ ...target, scheduledFor })),
        ...revisions.map((revision) => ({ ...target, revision, scheduledFor: soon() })),
        { ...whole(), userId: randomUUID() },
      ],
    ],
    [
      "reschedule",
      client.tweet.reschedule.mutate,
      [
        {},
        ...times.map((scheduledFor) => ({ ...target, scheduledFor })),
        ...revisions.map((revision) => ({ ...target, revision, scheduledFor: soon() })),
      ],
    ],
    ["post_now", client.tweet.post_now.mutate, ids.map((id) => ({ ...target, id }))],
    ["retry_all", client.tweet.retry_all.mutate, [{}, { tweets: [] }, { tweets: Array(201).fill(target) }]],
    ["pause", client.account.pause.mutate, [null, {}, ...ids.map((accountId) => ({ accountId }))]],
    ["cancel_held", client.account.cancel_held.mutate, ids.map((accountId) => ({ accountId }))],
    ["unschedule", client.tweet.unschedule.mutate, revisions.map((revision) => ({ ...target, revision }))],
    ["cancel", client.tweet.cancel.mutate, ids.map((id) => ({ ...target, id }))],
    ["delete", client.tweet.delete.mutate, [null, ...ids.map((id) => ({ ...target, id }))]],
    ["edit", client.tweet.edit.mutate, texts.map((text) => ({ ...target, text }))],
    [
      "schedule_all",
      client.tweet.schedule_all.mutate,
      [{}, { tweets: [] }, { tweets: Array(201).fill(target) }, { tweets: [{}] }, { tweets: "all" }],
    ],
    [
      "resolve",
      client.tweet.resolve.mutate,
      [
        target,
        { ...target, isUp: false },
        { ...target, part: 0, isUp: false },
        { ...target, part: 1, isUp: "yes" },
        { ...target, part: 1, isUp: true, postUrl: "x".repeat(501) },
      ],
    ],
    [
      "get_queue",
      client.tweet.get_queue.query,
      [
        { verify: "yes" },
        { cursor: 5 },
        { cursor: "x".repeat(10_000) },
        { cursor: "1_no" },
        { cursor: `1_${"-".repeat(36)}` },
        { cursor: `${"9".repeat(16)}_${target.id}` },
        5,
      ],
    ],
  ];

  test.each(bad)("%s answers 400 with a sentence, and writes nothing", async (_, call, inputs) => {
    const before = await h.db.event.count();
    for (const input of inputs) {
      const error = await errorOf(() => call(input as never));
      expect({ input, ...error }).toMatchObject({ input, status: 400, code: "BAD_INPUT" });
      expectSentence(error.message);
      expectNoMachinery(error.body);
    }
    expect(await h.db.event.count()).toBe(before);
  });
});

describe("an unknown path", () => {
  test("is answered without machinery", async () => {
    const response = await trpcRoute.POST(
      new Request("http://localhost/api/trpc/tweet.nothing", {
        method: "POST",
        body: "{}",
        headers: { "Content-Type": "application/json" },
      }),
    );
    expect(response.status).toBe(404);
    expectNoMachinery(await response.text());
  });

  test("or a body that is no JSON is answered 400 without machinery", async () => {
    const request = new Request("http://localhost/api/trpc/tweet.cancel", {
      method: "POST",
      body: "{",
      headers: { "Content-Type": "application/json" },
    });
    const response = await trpcRoute.POST(request);
    expect(response.status).toBe(400);
    expectNoMachinery(await response.text());
  });
});
