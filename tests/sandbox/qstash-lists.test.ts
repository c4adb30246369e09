import { describe, expect, test } from "vitest";
import { sharedSandbox } from "./qstash-shared";
import { publish } from "./qstash-support";

const { sandbox, destination } = sharedSandbox();

/** Publishes messages for tomorrow, and gives back their ids. */
async function publishLater(count: number, more: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(
      (await publish(sandbox, { url: destination.url, delay: 86_400, body: String(n), ...more })).messageId,
    );
  }
  return ids;
}

async function pendingIds(): Promise<string[]> {
  return (await sandbox.messages("?state=pending")).map((message) => message.messageId);
}

describe("logs", () => {
  test("come newest first, a page at a time, and the last page has no cursor", async () => {
    const ids = await publishLater(5);
    const client = sandbox.connect();
    const first = await client.logs({ count: 2 });
    expect(typeof first.cursor).toBe("string");
    const second = await client.logs({ count: 2, cursor: first.cursor });
    const third = await client.logs({ count: 2, cursor: second.cursor });
    expect(third).not.toHaveProperty("cursor", "");
    expect(third.cursor).toBeUndefined();
    const seen = [...first.logs, ...second.logs, ...third.logs].map((log) => log.messageId);
    expect(seen).toEqual(ids.toReversed());
    const raw = await sandbox.api("GET", "/v2/logs?count=100");
    expect(Object.keys(JSON.parse(raw.body))).toEqual(["logs"]);
  });

  test("hold a hundred rows a page at most", async () => {
    const request = { url: destination.url, delay: 60 };
    await sandbox.connect().batch(Array.from({ length: 101 }, () => request));
    const { logs, cursor } = await sandbox.connect().logs({ count: 1000 });
    expect(logs).toHaveLength(100);
    expect((await sandbox.connect().logs({ cursor })).logs).toHaveLength(1);
  });

  test("tell of each message what was published", async () => {
    const url = `${destination.url}/api/post`;
    const { messageId } = await publish(sandbox, {
      ...{ url, body: "tweet-1", delay: 60, label: ["roost", "b"], retries: 1 },
      headers: { "Content-Type": "text/plain" },
    });
    const { logs } = await sandbox.connect().logs({ messageIds: [messageId] });
    expect(logs).toMatchObject([
      {
        ...{ messageId, url, state: "CREATED", label: "roost", labels: ["roost", "b"], method: "POST" },
        body: Buffer.from("tweet-1").toString("base64"),
        header: { "Content-Type": ["text/plain"] },
        maxRetries: 1,
      },
    ]);
  });

  test("by ids give rows of those ids only, repeated or as a comma list, or by the one messageId", async () => {
    const [a = "", b = "", c = ""] = await publishLater(3);
    const { logs } = await sandbox.connect().logs({ messageIds: [a, c, "msg_unknown"] });
    expect(logs.map((log) => log.messageId)).toEqual([c, a]);
    const comma = await sandbox.api("GET", `/v2/events?messageIds=${a},${b}`);
    expect(JSON.parse(comma.body).events.map((log: { messageId: string }) => log.messageId)).toEqual([b, a]);
    const one = await sandbox.api("GET", `/v2/logs?messageId=${b}`);
    expect(JSON.parse(one.body).logs.map((log: { messageId: string }) => log.messageId)).toEqual([b]);
  });

  test("filter by state, label, URL, host, path and dates, all at once", async () => {
    destination.answerWith(() => ({ status: 500, body: "sorry" }));
    const failing = await publish(sandbox, { url: `${destination.url}/a`, label: "one", retries: 1 });
    await sandbox.untilState(failing.messageId, "RETRY");
    await publishLater(1, { label: "two", url: `${destination.url}/b` });
    const client = sandbox.connect();
    const states = async (filter: object) =>
      (await client.logs({ filter })).logs.map((log) => String(log.state));
    expect(await states({ label: "one" })).toEqual(["RETRY", "ERROR", "ACTIVE", "CREATED"]);
    expect(await states({ state: "IN_PROGRESS" })).toEqual(["RETRY", "ERROR", "ACTIVE"]);
    expect(await states({ state: "CREATED", label: ["one", "two"] })).toEqual(["CREATED", "CREATED"]);
    expect(await states({ url: `${destination.url}/b` })).toEqual(["CREATED"]);
    expect(await states({ host: new URL(destination.url).host, path: "/b" })).toEqual(["CREATED"]);
    expect(await states({ label: "one", toDate: Date.now() - 60_000 })).toEqual([]);
    expect(await states({ label: "two", fromDate: Date.now() - 60_000 })).toEqual(["CREATED"]);
    expect(await states({ queueName: "none" })).toEqual([]);
    const { logs } = await client.logs({ filter: { state: "ERROR" } });
    expect(logs[0]).toMatchObject({
      responseStatus: 500,
      responseBody: Buffer.from("sorry").toString("base64"),
      nextDeliveryTime: expect.any(Number),
    });
  });

  test.each(["state=LOST", "cursor=later", "count=none", "fromDate=yesterday", "order=random"])(
    "a bad %s is refused",
    async (query) => {
      expect((await sandbox.api("GET", `/v2/logs?${query}`)).status).toBe(400);
    },
  );
});

describe("cancel", () => {
  test("by ids says how many were cancelled, and touches no other", async () => {
    const [a = "", b = "", c = ""] = await publishLater(3);
    const { messages } = sandbox.connect();
    expect(await messages.cancel([a, b, "msg_unknown"])).toEqual({ cancelled: 2 });
    expect(await pendingIds()).toEqual([c]);
  });

  test("by label takes those with the label", async () => {
    await publishLater(2, { label: "roost" });
    const [kept] = await publishLater(1, { label: "other" });
    expect(await sandbox.connect().messages.cancel({ filter: { label: "roost" } })).toEqual({ cancelled: 2 });
    expect(await pendingIds()).toEqual([kept]);
  });

  test("with a label that is undefined takes everything, as the real service does", async () => {
    await publishLater(2, { label: "roost" });
    const filter = { label: undefined } as unknown as { label: string };
    expect(await sandbox.connect().messages.cancel({ filter })).toEqual({ cancelled: 2 });
    await publishLater(1);
    expect(await sandbox.connect().messages.cancel({ all: true })).toEqual({ cancelled: 1 });
    expect(await pendingIds()).toEqual([]);
  });

  test("with an empty id list or an unknown parameter cancels nothing", async () => {
    const ids = await publishLater(1);
    expect((await sandbox.api("DELETE", "/v2/messages?messageIds=")).status).toBe(400);
    expect((await sandbox.api("DELETE", "/v2/messages?tag=x")).status).toBe(501);
    expect((await sandbox.api("DELETE", "/v2/messages", {}, '{"messageIds":[]}')).status).toBe(501);
    expect(await pendingIds()).toEqual(ids);
  });
});

describe("the DLQ", () => {
  async function fail(count: number, more: object = {}): Promise<string[]> {
    destination.answerWith(() => ({ status: 404, headers: { "X-Why": "gone" }, body: "404 Not Found" }));
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const { messageId } = await publish(sandbox, {
        url: destination.url,
        retries: 0,
        body: `b${n}`,
        ...more,
      });
      await sandbox.untilState(messageId, "FAILED");
      ids.push(messageId);
    }
    return ids;
  }

  test("holds what failed, with the last answer, and GET of the message is 404", async () => {
    const [messageId = ""] = await fail(1, { label: "roost" });
    const client = sandbox.connect();
    const { messages, cursor } = await client.dlq.listMessages({ filter: { label: "roost" } });
    expect(cursor).toBeUndefined();
    expect(messages).toMatchObject([
      {
        messageId,
        dlqId: expect.stringMatching(/^\d+-\d+$/),
        responseStatus: 404,
        responseBody: "404 Not Found",
        responseHeader: { "x-why": ["gone"] },
        body: "b0",
      },
    ]);
    await expect(client.messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    const one = await sandbox.api("GET", `/v2/dlq/${messages[0]?.dlqId}`);
    expect(JSON.parse(one.body)).toMatchObject({ messageId, dlqId: messages[0]?.dlqId });
    expect((await client.dlq.listMessages({ filter: { responseStatus: 500 } })).messages).toEqual([]);
  });

  test("a retry has a new id and the old body, may be set otherwise, and leaves the DLQ", async () => {
    const [messageId = ""] = await fail(1, { label: "roost" });
    destination.answerWith(() => ({ status: 200 }));
    const client = sandbox.connect();
    const dlqId = (await client.dlq.listMessages()).messages[0]?.dlqId ?? "";
    const { responses } = await client.dlq.retry(dlqId);
    const newId = responses[0]?.messageId ?? "";
    expect(newId).toMatch(/^msg_/);
    expect(newId).not.toBe(messageId);
    expect(await sandbox.untilState(newId, "DELIVERED")).toMatchObject({ body: "b0", label: "roost" });
    expect((await client.dlq.listMessages()).messages).toEqual([]);
    await expect(client.dlq.retry(dlqId)).rejects.toMatchObject({ status: 404 });
    await fail(1);
    const again = (await client.dlq.listMessages()).messages[0]?.dlqId;
    const { status, body } = await sandbox.api("POST", `/v2/dlq/retry/${again}`, { "Upstash-Delay": "1h" });
    expect(status).toBe(201);
    expect(await pendingIds()).toEqual([JSON.parse(body).messageId]);
  });

  test("is listed and emptied by pages", async () => {
    await fail(3);
    const { dlq } = sandbox.connect();
    const { messages, cursor } = await dlq.listMessages({ count: 2 });
    expect(messages.map((message) => message.body)).toEqual(["b2", "b1"]);
    expect((await dlq.listMessages({ count: 2, cursor })).messages.map((message) => message.body)).toEqual([
      "b0",
    ]);
    const ids = messages.map((message) => message.dlqId);
    expect((await dlq.listMessages({ dlqIds: ids })).messages).toHaveLength(2);
    expect(await dlq.delete([ids[0] ?? ""])).toEqual({ deleted: 1 });
    expect(await dlq.delete(ids[1] ?? "")).toEqual({ deleted: 1 });
    await expect(dlq.delete(ids[1] ?? "")).rejects.toMatchObject({ status: 404 });
    expect(await dlq.delete({ all: true })).toEqual({ deleted: 1 });
  });
});

test("the sandbox counts the API's calls by kind", async () => {
  const [id = ""] = await publishLater(1);
  const client = sandbox.connect();
  await client.messages.get(id);
  await client.logs({ messageIds: [id] });
  const { body } = await sandbox.call("/_sandbox/requests");
  expect(JSON.parse(body)).toEqual({
    total: 3,
    requests: { "GET /v2/events": 1, "GET /v2/messages/:id": 1, "POST /v2/publish": 1 },
  });
});
