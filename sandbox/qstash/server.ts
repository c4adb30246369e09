import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { type Clock, systemClock } from "./clock";
import type { Context, Core } from "./context";
import { openDatabase } from "./database";
import { createDispatcher } from "./dispatcher";
import { createFaults } from "./faults";
import { handle } from "./handle";
import { freePlan, type Limits } from "./limits";
import { purgeLog } from "./log";
import { createRequestCounts } from "./request-counts";
import { type Send, sendOverHttp } from "./send";

export type QStashSandboxOptions = {
  /** A database of its own; the tables are made when they are missing. */
  databaseUrl: string;
  token: string;
  currentSigningKey: string;
  nextSigningKey: string;
  clock?: Clock;
  /** Makes the calls to the destinations. */
  send?: Send;
  /** Refuse loopback destinations, as the real service does. */
  strict?: boolean;
  /** What the plan allows; the free plan where nothing is said. */
  limits?: Partial<Limits>;
};

export type QStashSandbox = {
  /** Answers on 127.0.0.1 from then on, and delivers; 0 takes a free port. Throws when it can't. */
  listen: (port: number) => Promise<{ url: string }>;
  /** The same without a port: answers on the connections that the returned function is handed. */
  attach: () => Promise<(connection: Duplex) => void>;
  /** Stops at once. Deliveries under way are cut, and made again after the next start. */
  close: () => Promise<void>;
};

/** Longer than a client keeps an idle connection, so that no call meets one that is just closing. */
const keepAliveTimeoutMs = 65_000;

/** A stand-in for Upstash QStash: the same wire, with its messages in PostgreSQL. */
export function createQStashSandbox(options: QStashSandboxOptions): QStashSandbox {
  let context: Context | undefined;
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
    // A fault may ask for a header that HTTP can't carry: the caller then sees a cut connection.
    if (context) handle(context, request, response).catch(() => request.socket.destroy());
  });

  return {
    async listen(port) {
      const core = await open(options);
      try {
        await new Promise<void>((resolve, reject) => {
          server.once("error", reject);
          server.listen(port, "127.0.0.1", resolve);
        });
      } catch (error) {
        await core.db.end();
        throw error;
      }
      // Only now: whoever holds the port may be the sandbox that these messages are waiting in.
      context = { ...core, dispatcher: createDispatcher(core, options.send ?? sendOverHttp) };
      const address = server.address();
      return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : port}` };
    },

    async attach() {
      const core = await open(options);
      context = { ...core, dispatcher: createDispatcher(core, options.send ?? sendOverHttp) };
      return (connection) => server.emit("connection", connection);
    },

    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await context?.dispatcher.close();
      await context?.db.end();
      context = undefined;
    },
  };
}

async function open(options: QStashSandboxOptions): Promise<Core> {
  const {
    databaseUrl,
    clock = systemClock,
    strict = false,
    token,
    currentSigningKey,
    nextSigningKey,
  } = options;
  const limits = { ...freePlan, ...options.limits };
  const db = await openDatabase(databaseUrl);
  const faults = createFaults(db);
  await faults.load();
  await purgeLog(db, clock.now() - limits.logRetentionMs);
  const keys = { token, currentSigningKey, nextSigningKey };
  return { ...keys, db, clock, limits, strict, faults, requests: createRequestCounts() };
}
