// Connections to X: which are used again, and what is known of a call that failed on one.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { policy } from "~/domain/policy";
import { userClient } from "~/server/x/client";
import { xApp } from "../support/x-sandbox";

const timeoutMs = 5_000;
let server: Server;
let url: string;
let connections = 0;
let seen = 0;
let answer: (response: ServerResponse) => void;

const created = (response: ServerResponse) =>
  void response.writeHead(201, { "Content-Type": "application/json" }).end('{"data":{"id":"1","text":"hi"}}');

/** A server of its own for each test: its end is no other's. */
beforeEach(async () => {
  connections = 0;
  seen = 0;
  answer = created;
  server = createServer((_, response) => {
    seen += 1;
    answer(response);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function call() {
  const { client, connection } = userClient({ apiBaseUrl: url, ...xApp }, "token", timeoutMs);
  return { client, connection, done: client.v2.tweet("hi") };
}

test("calls one after another share a connection, each at once with another has its own", async () => {
  await call().done;
  await call().done;
  await call().done;
  expect(connections).toBe(1);
  await Promise.all([call().done, call().done]);
  expect(connections).toBe(2);
});

test("a connection that was idle while the process was stopped is not used again", async () => {
  await call().done;
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + policy.connection.idleMs + 1);
  try {
    await call().done;
  } finally {
    vi.restoreAllMocks();
  }
  expect(connections).toBe(2);
});

test("where X closes a connection that was used before, X may have seen the call", async () => {
  await call().done;
  answer = (response) => void response.socket?.destroy();
  const { connection, done } = call();
  await expect(done).rejects.toThrow();
  expect([connections, connection.isMade()]).toEqual([1, true]);
});

test("a call that is cut has X see its end, and the next one is made anew", async () => {
  await call().done;
  const seen = new Promise<void>((resolve) => {
    answer = (response) => response.once("close", resolve);
  });
  const { connection, done } = call();
  const ended = done.catch(() => "ended");
  await vi.waitFor(() => expect(connection.isMade()).toBe(true));
  connection.cut();
  expect(await ended).toBe("ended");
  await seen;
  answer = created;
  await call().done;
  expect(connections).toBe(2);
});

test("a call is never given a connection that has ended already, or is known to have reached nobody", async () => {
  const first = call();
  const second = call();
  await Promise.all([first.done, second.done]);
  await new Promise((resolve) => setImmediate(resolve));
  const { httpAgent } = (
    first.client as unknown as {
      _requestMaker: { clientSettings: { httpAgent: { freeSockets: Record<string, Socket[]> } } };
    }
  )._requestMaker.clientSettings;
  const idle = Object.entries(httpAgent.freeSockets)
    .filter(([name]) => name.includes(new URL(url).port))
    .flatMap(([, all]) => all);
  expect(idle).toHaveLength(2);
  // X closes the one used last: Node.js has heard of it, and has not yet told its agent.
  idle.at(-1)?.destroy();
  const before = seen;
  const third = call();
  const outcome = await third.done.then(
    () => "posted",
    () => "failed",
  );
  expect({ outcome, isMade: third.connection.isMade(), reached: seen - before }).toSatisfy(
    (now: { outcome: string; isMade: boolean }) => now.outcome === "posted" || !now.isMade,
  );
});
