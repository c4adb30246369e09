import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type Clock, systemClock } from "./clock";
import type { XContext } from "./context";
import { loadLimits } from "./control/limits";
import { handle } from "./handle";
import { defaultLimits, type XLimits } from "./limits";
import { createIds } from "./store/ids";
import { openPools } from "./store/pools";
import { ensureSchema } from "./store/schema";

export type XSandboxOptions = {
  /** A PostgreSQL database of its own; tables are made in it. */
  databaseUrl: string;
  clientId: string;
  clientSecret: string;
  /** Exact addresses an app may send people back to; without them, any address on this machine. */
  redirectUris?: string[];
  clock?: Clock;
  limits?: Partial<XLimits>;
};

export type XSandbox = {
  /** Listens on 127.0.0.1; port 0 takes a free one. */
  listen: (port: number) => Promise<{ url: string }>;
  /** The same without a port: answers one call on each connection that the returned function is handed. */
  attach: () => Promise<(connection: Duplex) => void>;
  close: () => Promise<void>;
};

// What is being answered may end within this; the rest is cut.
const closeGraceMs = 500;
// Node closes idle connections after 5 s, and a call sent at that moment is lost. X keeps them far longer.
const keepAliveMs = 75_000;

/** Stands in for x.com and api.x.com. All that it knows is in the database, so a restart loses nothing. */
export function createXSandbox(options: XSandboxOptions): XSandbox {
  const stop = new AbortController();
  const { db, counters } = openPools(options.databaseUrl);
  let server: Server | undefined;

  const start = async (): Promise<XContext> => {
    await ensureSchema(db);
    const clock = options.clock ?? systemClock;
    const initial = { ...defaultLimits, ...options.limits };
    const ctx: XContext = {
      db,
      counters,
      clock,
      limits: { current: initial, initial },
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      redirectUris: options.redirectUris ?? [],
      nextId: await createIds(db, clock),
      stopping: stop.signal,
    };
    await loadLimits(ctx);
    return ctx;
  };

  const serve = async (): Promise<Server> => {
    const ctx = await start();
    server = createServer((incoming, response) => void handle(ctx, incoming, response));
    server.keepAliveTimeout = keepAliveMs;
    return server;
  };

  return {
    listen: async (port) => ({ url: await listen(await serve(), port) }),
    attach: async () => {
      const attached = await serve();
      attached.maxRequestsPerSocket = 1;
      return (connection) => attached.emit("connection", connection);
    },
    close: async () => {
      stop.abort();
      if (server) await close(server);
      await Promise.all([db.end(), counters.end()]);
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      const taken = typeof address === "object" && address ? address.port : port;
      resolve(`http://127.0.0.1:${taken}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
