// A connection that is over already when a call takes it: nothing of the call can have reached X.
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { userClient } from "~/server/x/client";
import { xApp } from "../support/x-sandbox";

let server: Server;
let url: string;
let seen: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  seen = 0;
  server = createServer((_, response) => {
    seen += 1;
    response.writeHead(201, { "Content-Type": "application/json" }).end('{"data":{"id":"1","text":"hi"}}');
  });
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function call() {
  const { client, connection } = userClient({ apiBaseUrl: url, ...xApp }, "token", 5_000);
  return { client, connection, done: client.v2.tweet("hi") };
}

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
