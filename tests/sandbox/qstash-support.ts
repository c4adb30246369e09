import { createServer, type IncomingHttpHeaders } from "node:http";
import { Client, type PublishRequest, Receiver } from "@upstash/qstash";
import type { Clock } from "../../sandbox/qstash/clock";
import { createQStashSandbox, type QStashSandboxOptions } from "../../sandbox/qstash/server";
import { createTestDatabase } from "../support/database";
import { waitFor } from "../support/wait-for";

export const keys = { currentSigningKey: "sig_current_of_the_test", nextSigningKey: "sig_next_of_the_test" };
export const token = "token-of-the-test";

export type SandboxMessage = {
  messageId: string;
  url: string;
  body: string;
  state: string;
  phase: string;
  label?: string;
  retried: number;
  dueAt: number | null;
  notBefore: number;
  deduplicationId: string | null;
};

export type TestSandbox = Awaited<ReturnType<typeof startSandbox>>;

/** The sandbox in this process, on a database of its own, with the real SDK pointed at it. */
export async function startSandbox(options: Partial<QStashSandboxOptions> = {}) {
  const database = await createTestDatabase({ empty: true });
  const start = () => createQStashSandbox({ databaseUrl: database.url, token, ...keys, ...options });
  let sandbox = start();
  let { url } = await sandbox.listen(0);
  const connect = (with_ = token) =>
    new Client({ baseUrl: url, token: with_, devMode: false, enableTelemetry: true, retry: { retries: 0 } });
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const messages = async (query = ""): Promise<SandboxMessage[]> =>
    JSON.parse((await call(`/_sandbox/messages${query}`)).body).messages;

  return {
    get url() {
      return url;
    },
    databaseUrl: database.url,
    connect,
    call,
    /** A call of the API with the token. */
    api: (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
      call(path, { method, body, headers: { Authorization: `Bearer ${token}`, ...headers } }),
    messages,
    message: async (id: string) => (await messages()).find((message) => message.messageId === id),
    untilState: (id: string, state: string) =>
      waitFor(async () => (await messages()).find((m) => m.messageId === id && m.state === state)),
    states: async (id: string) =>
      (await connect().logs({ messageIds: [id] })).logs.map((log) => String(log.state)),
    addFault: async (fault: unknown) => {
      const { status, body } = await call("/_sandbox/faults", {
        method: "POST",
        body: JSON.stringify(fault),
      });
      if (status !== 201) throw new Error(body);
      return JSON.parse(body).fault as { id: string };
    },
    restart: async () => {
      await sandbox.close();
      sandbox = start();
      ({ url } = await sandbox.listen(0));
    },
    stop: () => sandbox.close(),
    end: async () => {
      await sandbox.close();
      await database.drop();
    },
  };
}

export type Delivery = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  atMs: number;
};
export type DestinationAnswer = { status: number; headers?: Record<string, string>; body?: string };

export type Destination = Awaited<ReturnType<typeof startDestination>>;

/** Where messages go: keeps what it gets, and answers as `answerWith` was told, 200 until then. */
export async function startDestination() {
  const deliveries: Delivery[] = [];
  let answer: (delivery: Delivery) => DestinationAnswer | Promise<DestinationAnswer> = () => ({
    status: 200,
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const delivery: Delivery = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      atMs: Date.now(),
    };
    deliveries.push(delivery);
    const { status, headers, body } = await answer(delivery);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    /** Waits for so many deliveries and gives them back. */
    until: async (count: number): Promise<Delivery[]> => {
      await waitFor(() => deliveries.length >= count);
      return deliveries;
    },
    reset: () => {
      deliveries.length = 0;
      answer = () => ({ status: 200 });
    },
    end: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Verifies as a receiver of the real service would; throws what the SDK throws. */
export function verify(delivery: Delivery, url: string, with_ = keys): Promise<boolean> {
  const signature = String(delivery.headers["upstash-signature"]);
  return new Receiver({ ...with_, devMode: false }).verify({ signature, body: delivery.body, url });
}

/** Publishes to one URL with the SDK, and gives back the answer that it then has. */
export async function publish(
  sandbox: TestSandbox,
  request: PublishRequest & { url: string },
): Promise<{ messageId: string; deduplicated?: boolean }> {
  return (await sandbox.connect().publish(request)) as { messageId: string; deduplicated?: boolean };
}

export type VirtualClock = Clock & { advance: (ms: number) => void };

/** Stands still until it is advanced; its timers then run in their order, each at its own time. */
export function createVirtualClock(startMs = Date.now()): VirtualClock {
  let nowMs = startMs;
  const timers = new Set<{ atMs: number; run: () => void }>();
  return {
    now: () => nowMs,
    setTimer(atMs, run) {
      const timer = { atMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.atMs - b.atMs);
        if (!next || next.atMs > endMs) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.run();
      }
      nowMs = endMs;
    },
  };
}
