import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createQueue } from "~/server/qstash/queue";

const deliveryUrl = "https://roost.example/api/qstash/post-tweet";
const asked: string[] = [];
let server: Server | undefined;

afterEach(async () => {
  asked.length = 0;
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
});

const logRow = (messageId: string) => ({ time: Date.now(), messageId, state: "CREATED", url: deliveryUrl });

/** A QStash whose log answers this page to whatever is asked of it, and that knows every message. */
async function queueWithLog(page: () => object[]) {
  server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const body = url.includes("/v2/messages/")
      ? { messageId: url.split("/").at(-1), url: deliveryUrl, createdAt: Date.now() }
      : { events: page(), logs: page(), cursor: "more" };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return createQueue({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: "test-qstash-token",
    appUrl: "https://roost.example",
    installation: "test",
  });
}

const fullPage = (messageId: () => string) =>
  Array.from({ length: policy.evidence.logPageRows }, () => logRow(messageId()));

test("a log that is full of strangers is asked once, and the messages themselves answer", async () => {
  const queue = await queueWithLog(() => fullPage(() => `msg_${randomUUID()}`));
  const ids = Array.from({ length: 12 }, (_, index) => `msg_own_${index}`);
  const batch = await queue.gatherEvidence(ids, 3000);
  expect(ids.map((id) => batch.evidence.get(id)?.kind)).toEqual(ids.map(() => "found"));
  expect(batch.calls).toBe(1 + ids.length);
  expect(asked).toHaveLength(1 + ids.length);
});

test("a log that names always the same one of ours is asked a bounded number of times", async () => {
  const queue = await queueWithLog(() => fullPage(() => "msg_own_0"));
  const ids = Array.from({ length: 12 }, (_, index) => `msg_own_${index}`);
  const batch = await queue.gatherEvidence(ids, 3000);
  expect(batch.evidence.get("msg_own_0")?.kind).toBe("log");
  expect(ids.slice(1).map((id) => batch.evidence.get(id)?.kind)).toEqual(ids.slice(1).map(() => "found"));
  expect(batch.calls).toBeLessThanOrEqual(3 + ids.length - 1);
});

test("a message that has ended is not brought back to life by a row of its life with a later time", async () => {
  const atMs = Date.now();
  const row = (id: string, state: string, laterMs: number) => ({
    ...logRow(id),
    state,
    time: atMs + laterMs,
  });
  const queue = await queueWithLog(() => [
    row("msg_taken_out", "CREATED", 40),
    row("msg_taken_out", "CANCEL_REQUESTED", 0),
    row("msg_delivered", "DELIVERED", 0),
    row("msg_delivered", "ACTIVE", 40),
    row("msg_tried_again", "ERROR", 0),
    row("msg_tried_again", "RETRY", 40),
  ]);
  const { evidence } = await queue.gatherEvidence(
    ["msg_taken_out", "msg_delivered", "msg_tried_again"],
    3000,
  );
  const states = [...evidence].map(([id, one]) => [id, one.kind === "log" ? one.state : one.kind]);
  expect(Object.fromEntries(states)).toEqual({
    msg_taken_out: "CANCEL_REQUESTED",
    msg_delivered: "DELIVERED",
    msg_tried_again: "RETRY",
  });
});
