// All HTTP of a simulated Roost, without a network: every call is one connection in memory to a sandbox's real server,
// waits for its turn like any call to the outside, and is written down.
import http from "node:http";
import type { Duplex } from "node:stream";
import type { Fate } from "../world/calls";
import type { SimProcess } from "../world/process";
import { createMemorySocket, type MemorySocket } from "./memory-socket";

export type Service = "qstash" | "x";

/** One call as it went over the wire. */
export type WireCall = {
  service: Service;
  process: string;
  /** When it was let go, in the order of all that happens. */
  seq: number;
  method: string;
  path: string;
  /** When it reached the service, in virtual time and in that of Roost's clock; null while it has not. */
  atMs: number | null;
  roostMs: number;
  /** The latest that Roost's clock had told by then: it may have jumped back since. */
  toldMs: number;
  fate: Fate;
  request: string;
  answer: string;
};

export type Route = { service: Service; process: SimProcess; accept: (connection: Duplex) => void };

export type Wire = {
  /** Calls to 127.0.0.1 at this port go to this sandbox, in the name of this process. */
  route: (port: number, route: Route) => void;
  connect: (port: number) => MemorySocket;
  hasRoute: (port: number) => boolean;
  log: WireCall[];
  clear: () => void;
};

export type WireOptions = {
  nowMs: () => number;
  roostNowMs: () => number;
  toldMs: () => number;
  note: () => void;
  tick: () => number;
};

export function createWire({ nowMs, roostNowMs, toldMs, note, tick }: WireOptions): Wire {
  const routes = new Map<number, Route>();
  const wire: Wire = {
    route: (port, route) => {
      routes.set(port, route);
    },
    hasRoute: (port) => routes.has(port),
    connect: (port) => {
      const route = routes.get(port);
      if (!route) throw new Error(`Nothing listens on the simulated port ${port}.`);
      return open(route);
    },
    log: [],
    clear: () => {
      routes.clear();
      wire.log = [];
    },
  };

  function open({ service, process, accept }: Route): MemorySocket {
    const call: WireCall = {
      service,
      process: process.name,
      seq: 0,
      method: "",
      path: "",
      atMs: null,
      roostMs: 0,
      toldMs: 0,
      fate: "go",
      request: "",
      answer: "",
    };
    let server: MemorySocket | undefined;
    let isAsked = false;
    const early: Buffer[] = [];
    /** Answers arrive one after another, each when its process may hear it. */
    let answered: Promise<void> = Promise.resolve();

    const client = createMemorySocket({
      onData: (chunk) => {
        note();
        call.request += chunk.toString("utf8");
        if (server) server.push(chunk);
        else early.push(chunk);
        if (isAsked) return;
        isAsked = true;
        void ask(chunk);
      },
      onClose: () => {
        note();
        server?.destroy();
      },
    });

    async function ask(head: Buffer): Promise<void> {
      const [method = "", path = ""] = head.toString("utf8").split(" ", 2);
      Object.assign(call, { method, path });
      wire.log.push(call);
      call.fate = await process.pass(service, `${method} ${path.split("?")[0]}`);
      // Its caller has given it up before it was made.
      if (client.destroyed) return;
      call.roostMs = roostNowMs();
      call.toldMs = Math.max(call.roostMs, toldMs());
      call.seq = tick();
      note();
      if (call.fate === "refused" || call.fate === "conflict") {
        client.destroy(systemError("ECONNREFUSED", "connect"));
        return;
      }
      call.atMs = nowMs();
      server = createMemorySocket({ onData: onAnswer, onClose: onServerClosed });
      accept(server);
      client.emit("connect");
      for (const chunk of early) server.push(chunk);
    }

    function onAnswer(chunk: Buffer): void {
      note();
      call.answer += chunk.toString("utf8");
      answered = answered.then(async () => {
        await process.back(call.fate);
        note();
        if (call.fate === "lost") client.destroy(systemError("ECONNRESET", "read"));
        else if (!client.destroyed) client.push(chunk);
      });
    }

    function onServerClosed(): void {
      answered = answered.then(() => {
        note();
        if (!client.destroyed) client.push(null);
      });
    }

    void process.died.catch(() => client.destroy());
    return client;
  }
  return wire;
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code} 127.0.0.1`), { code, syscall });
}

type Connect = (options: { port?: number | string }, done?: () => void) => unknown;

/** node:http and `fetch` of this process speak over the wire where it has a route. Returns what takes that back. */
export function layWire(wire: Wire): () => void {
  const agent = http.Agent.prototype as unknown as { createConnection: Connect };
  const { createConnection } = agent;
  const realFetch = globalThis.fetch;
  agent.createConnection = function (this: unknown, options, done) {
    const port = Number(options.port);
    return wire.hasRoute(port) ? wire.connect(port) : createConnection.call(this, options, done);
  };
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!wire.hasRoute(Number(url.port))) return realFetch(input, init);
    return fetchOver(wire, url, input instanceof Request ? new Request(input, init) : (init ?? {}));
  };
  return () => {
    agent.createConnection = createConnection;
    globalThis.fetch = realFetch;
  };
}

async function fetchOver(wire: Wire, url: URL, asked: RequestInit | Request): Promise<Response> {
  const { method = "GET" } = asked;
  const body = await bytesOf(asked);
  const headers = Object.fromEntries(new Headers(asked.headers));
  const port = Number(url.port);
  return new Promise((resolve, reject) => {
    // As fetch words it: the reason is in the cause.
    const fail = (cause: Error) => reject(Object.assign(new TypeError("fetch failed"), { cause }));
    const options = { method, path: url.pathname + url.search, host: url.hostname, port };
    const call = http.request({
      ...options,
      headers: body.length > 0 ? { ...headers, "content-length": String(body.length) } : headers,
      createConnection: () => wire.connect(port),
    });
    call.once("error", fail);
    call.once("response", (answer) => {
      readAll(answer).then((bytes) => resolve(toResponse(answer, bytes)), fail);
    });
    call.end(body);
  });
}

/** Most bodies are a text, and need no reader. */
async function bytesOf(asked: RequestInit | Request): Promise<Buffer> {
  if (!asked.body || typeof asked.body === "string") return Buffer.from(asked.body ?? "");
  const whole = asked instanceof Request ? asked : new Response(asked.body);
  return Buffer.from(await whole.arrayBuffer());
}

async function readAll(answer: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toResponse(answer: http.IncomingMessage, bytes: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  const isBare = answer.statusCode === 204 || answer.statusCode === 304;
  return new Response(isBare ? null : bytes.toString("utf8"), { status: answer.statusCode ?? 200, headers });
}
