// Roost in one process for tests: real PostgreSQL, the sandboxes over HTTP, the real SDKs, the delivery route behind a
// server, and a clock that can be moved ahead of the database's, and X's with it.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { handleDelivery } from "~/app/api/qstash/post-tweet/handle-delivery";
import { connectAccount } from "~/server/accounts/connect-account";
import type { Clock } from "~/server/clock";
import { type Env, readEnv } from "~/server/env";
import { createLog } from "~/server/log";
import { createRoost, type Roost } from "~/server/roost";
import { appRouter } from "~/server/routers/app-router";
import { createCaller } from "~/server/routers/trpc";
import { createPublisher } from "~/server/x/publisher";
import { type Clock as QStashClock, systemClock } from "../../sandbox/qstash/clock";
import { createQStashSandbox } from "../../sandbox/qstash/server";
import { createXSandbox } from "../../sandbox/x/server";
import { createTestDatabase } from "./database";
import { shiftedClock } from "./shifted-clock";
import { signDelivery } from "./sign-delivery";

const secrets = {
  token: "test-qstash-token",
  currentSigningKey: "sig_test_current",
  nextSigningKey: "sig_test_next",
  clientId: "test-client",
  clientSecret: "test-client-secret",
};

export type Person = {
  userId: string;
  accountId: string;
  handle: string;
  caller: ReturnType<ReturnType<typeof createCaller<typeof appRouter._def.record>>>;
};

export type Harness = Awaited<ReturnType<typeof startRoost>>;

export type HarnessOptions = {
  /** QStash's clock moves with Roost's, so that it delivers by itself what is due after an advance. */
  movesQStash?: boolean;
};

/** Starts everything; `stop` ends it. One at a time in a process: the delivery route knows one Roost. */
export async function startRoost({ movesQStash = false }: HarnessOptions = {}) {
  const databases = await Promise.all([
    createTestDatabase(),
    createTestDatabase({ empty: true }),
    createTestDatabase({ empty: true }),
  ]);
  const [roostDb, qstashDb, xDb] = databases;
  const ahead: Ahead = { ms: 0, moved: () => {} };
  const x = createXSandbox({
    databaseUrl: xDb.url,
    clientId: secrets.clientId,
    clientSecret: secrets.clientSecret,
    clock: { now: () => Date.now() + ahead.ms },
  });
  const qstash = createQStashSandbox({
    databaseUrl: qstashDb.url,
    ...secrets,
    ...(movesQStash ? { clock: alongClock(ahead) } : {}),
  });
  const xUrl = (await x.listen(0)).url;
  const qstashUrl = (await qstash.listen(0)).url;
  const web = await serveDeliveries();
  const mediaDir = await mkdtemp(join(tmpdir(), "roost-media-"));
  const env: Env = readEnv({
    DATABASE_URL: roostDb.url,
    NEXTAUTH_URL: web.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    TOKEN_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    X_CLIENT_ID: secrets.clientId,
    X_CLIENT_SECRET: secrets.clientSecret,
    X_API_BASE_URL: xUrl,
    X_AUTHORIZE_URL: `${xUrl}/i/oauth2/authorize`,
    QSTASH_URL: qstashUrl,
    QSTASH_TOKEN: secrets.token,
    QSTASH_CURRENT_SIGNING_KEY: secrets.currentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: secrets.nextSigningKey,
    ROOST_SANDBOX: "1",
    MEDIA_DIR: mediaDir,
    LOG_LEVEL: "debug",
  });
  const lines: string[] = [];
  const log = createLog(
    "test",
    "debug",
    new Writable({
      write: (line, _, done) => {
        lines.push(String(line));
        done();
      },
    }),
  );
  const made = createRoost(env, "test");
  const clock = movableClock(made.clock, ahead);
  const moved = (other: Roost, its: Env): Roost => ({
    ...other,
    clock,
    log,
    publisher: createPublisher({
      ...{ db: other.db, clock, box: other.box, log, webUrl: other.publisher.webUrl },
      app: { apiBaseUrl: its.X_API_BASE_URL, clientId: its.X_CLIENT_ID, clientSecret: its.X_CLIENT_SECRET },
    }),
  });
  const roost = moved(made, env);
  (globalThis as { roost?: Roost }).roost = roost;

  const variants: Roost[] = [];

  /** A Roost with other settings on the same database: a wrong token, a QStash that is down. */
  const variant = (changes: Partial<Env>): Roost => {
    const its = { ...env, ...changes };
    const other = moved(createRoost(its, "test"), its);
    variants.push(other);
    return other;
  };

  const call = async (base: string, path: string, init?: { method: string; body?: unknown }) => {
    const response = await fetch(`${base}${path}`, {
      method: init?.method ?? "GET",
      ...(init?.body === undefined
        ? {}
        : { body: JSON.stringify(init.body), headers: { "Content-Type": "application/json" } }),
    });
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  };

  return {
    roost,
    env,
    clock,
    variant,
    /** Every line that was logged. */
    logLines: lines,
    db: roost.db,
    deliveryUrl: roost.queue.deliveryUrl,
    signingKey: secrets.currentSigningKey,
    qstash: (path: string, init?: { method: string; body?: unknown }) => call(qstashUrl, path, init),
    x: (path: string, init?: { method: string; body?: unknown }) => call(xUrl, path, init),
    /** Deletes a message as a person does in the console, with the installation's token. */
    deleteMessage: async (id: string) => {
      const response = await fetch(`${qstashUrl}/v2/messages/${id}`, {
        method: "DELETE",
        headers: { Authorization: `Bearer ${secrets.token}` },
      });
      if (!response.ok) throw new Error(`QStash sandbox answered ${response.status}`);
    },
    /** Connects a new account and answers its owner with a caller of the routers. */
    signUp: async (handle: string, addTo: string | null = null): Promise<Person> => {
      const account = await call(xUrl, "/_sandbox/accounts", { method: "POST", body: { handle } });
      const { userId } = await connectAccount(roost, {
        xUserId: account.id,
        handle,
        name: handle,
        avatarUrl: null,
        accessToken: account.accessToken,
        refreshToken: account.refreshToken,
        expiresAt: new Date(account.expiresAt),
        scope: account.scope,
        addTo,
      });
      const { id } = await roost.db.xAccount.findUniqueOrThrow({ where: { xUserId: account.id } });
      return { userId, accountId: id, handle, caller: createCaller(appRouter)({ roost, userId }) };
    },
    /** A caller of the routers over another Roost, for a person of this one. */
    callerOf: (other: Roost, userId: string | null) => createCaller(appRouter)({ roost: other, userId }),
    /** Delivers a body over HTTP, signed as QStash signs. */
    deliver: async (body: unknown, signing: { key?: string; url?: string; iatS?: number } = {}) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const signature = signDelivery({
        key: signing.key ?? secrets.currentSigningKey,
        url: signing.url ?? roost.queue.deliveryUrl,
        body: text,
        ...(signing.iatS === undefined ? {} : { iatS: signing.iatS }),
      });
      const response = await fetch(roost.queue.deliveryUrl, {
        method: "POST",
        body: text,
        headers: { "Content-Type": "application/json", "Upstash-Signature": signature },
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    stop: async () => {
      await Promise.all([x.close(), qstash.close(), close(web.server)]);
      await Promise.all([roost, ...variants].map(({ db }) => db.$disconnect()));
      await Promise.all(databases.map((database) => database.drop()));
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

export type MovableClock = Clock & { advance: (ms: number) => void };

/**
 * How far Roost and X are ahead of this machine. QStash stays with the machine, unless a test wants it to deliver by
 * itself. `moved` hears of every advance.
 */
type Ahead = { ms: number; moved: () => void };

/** A clock for QStash that runs ahead as Roost does. */
function alongClock(ahead: Ahead): QStashClock {
  const now = () => Date.now() + ahead.ms;
  const waiting = new Set<() => void>();
  ahead.moved = () => {
    for (const look of [...waiting]) look();
  };
  return {
    now,
    setTimer: (atMs, run) => {
      const look = () => {
        if (now() < atMs || !waiting.delete(look)) return;
        takeBack();
        run();
      };
      waiting.add(look);
      const takeBack = systemClock.setTimer(atMs - ahead.ms, look);
      return () => {
        waiting.delete(look);
        takeBack();
      };
    },
  };
}

/** The database's clock, moved ahead by hand; a sleep moves it too instead of waiting. */
function movableClock(base: Clock, ahead: Ahead): MovableClock {
  return {
    ...shiftedClock(base, () => ahead.ms),
    sleep: async (ms) => {
      ahead.ms += ms;
      ahead.moved();
    },
    advance: (ms) => {
      ahead.ms += ms;
      ahead.moved();
    },
  };
}

/** A new tweet's input, due this many milliseconds from now. */
export function newTweet(person: Person, now: Date, aheadMs: number, text: string = randomUUID()) {
  return {
    id: randomUUID(),
    accountId: person.accountId,
    text,
    scheduledFor: new Date(now.getTime() + aheadMs),
  };
}

async function serveDeliveries(): Promise<{ url: string; server: Server }> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: "POST",
      body: Buffer.concat(chunks),
      headers: incoming.headers as Record<string, string>,
    });
    const response = await handleDelivery(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
