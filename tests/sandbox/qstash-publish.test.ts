import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { sharedSandbox } from "./qstash-shared";
import { keys, publish, startSandbox, token } from "./qstash-support";

const { sandbox, destination } = sharedSandbox();

describe("publish", () => {
  test("delivers body, method and forwarded headers to the letter", async () => {
    const url = `${destination.url}/api/x?a=1&b=ü%2F#part`;
    const { messageId } = await sandbox.connect().publishJSON({
      url,
      method: "PUT",
      body: { text: "héllo" },
      headers: { "X-Custom": "1" },
    });
    const [delivery] = await destination.until(1);
    expect(delivery).toMatchObject({
      method: "PUT",
      path: "/api/x?a=1&b=%C3%BC%2F",
      body: '{"text":"héllo"}',
      headers: {
        "content-type": "application/json",
        "x-custom": "1",
        "user-agent": "Upstash-QStash",
        "upstash-message-id": messageId,
        "upstash-retried": "0",
        "upstash-region": "EU-CENTRAL-1",
      },
    });
    expect(delivery?.headers["upstash-caller-ip"]).toBeTruthy();
  });

  test("takes settings from the query, and only those out of the destination's own", async () => {
    const path = `/v2/publish/${destination.url}/x//y?a=%2F&upstash-retries=0&upstash-method=GET&b=2`;
    const response = await fetch(`${sandbox.url}${path}&qstash_token=${token}`, { method: "POST" });
    expect(response.status).toBe(200);
    const [delivery] = await destination.until(1);
    expect(delivery).toMatchObject({ method: "GET", path: "/x//y?a=%2F&b=2" });
    expect((await sandbox.messages())[0]).toMatchObject({
      maxRetries: 0,
      url: `${destination.url}/x//y?a=%2F&b=2`,
    });
  });

  test("an encoded destination is refused, as the real service refuses it", async () => {
    const encoded = encodeURIComponent(destination.url);
    const { status, body } = await sandbox.api("POST", `/v2/publish/${encoded}`);
    expect({ status, body }).toEqual({
      status: 400,
      body: '{"error":"invalid destination url: endpoint has invalid scheme, add http:// or https://"}',
    });
  });

  test("a delay over the plan's is refused with the plan's words", async () => {
    const tooLate = Math.floor(Date.now() / 1000) + 604_800 + 5;
    const publishing = sandbox.connect().publish({ url: destination.url, notBefore: tooLate });
    await expect(publishing).rejects.toMatchObject({
      status: 400,
      message: '{"error":"quota maxDelay exceeded, current limit: 604800"}',
    });
    await expect(sandbox.connect().publish({ url: destination.url, delay: "8d" })).rejects.toMatchObject({
      status: 400,
    });
    await expect(sandbox.connect().publish({ url: destination.url, retries: 6 })).rejects.toMatchObject({
      message: '{"error":"quota maxRetries exceeded, current limit: 5"}',
    });
    expect(await sandbox.messages()).toEqual([]);
  });

  test("notBefore wins over delay, and one that has passed means now", async () => {
    const client = sandbox.connect();
    const hourAhead = Math.floor(Date.now() / 1000) + 3600;
    const later = await publish(sandbox, { url: destination.url, notBefore: hourAhead, delay: "2s" });
    await client.publish({ url: destination.url, notBefore: 1_600_000_000, body: "past" });
    expect((await destination.until(1))[0]?.body).toBe("past");
    expect(await client.messages.get(later.messageId)).toMatchObject({ notBefore: hourAhead * 1000 });
  });

  test("GET shows what was asked for", async () => {
    const client = sandbox.connect();
    const { messageId } = await publish(sandbox, {
      url: `${destination.url}/post`,
      body: "tweet-1",
      delay: 124_200,
      retries: 2,
      retryDelay: "1000 * (1 + retried)",
      label: ["roost", "second"],
      headers: { "content-type": "text/plain", "X-One": "1" },
      flowControl: { key: "acct-1", parallelism: 2, rate: 5, period: "1m" },
    });
    const message = await client.messages.get(messageId);
    expect(message).toMatchObject({
      messageId,
      url: `${destination.url}/post`,
      method: "POST",
      body: "tweet-1",
      header: { "Content-Type": ["text/plain"], "X-One": ["1"] },
      maxRetries: 2,
      retryDelayExpression: "1000 * (1 + retried)",
      label: "roost",
      labels: ["roost", "second"],
      flowControlKey: "acct-1",
      parallelism: 2,
      rate: 5,
      period: 60,
    });
    expect(message.notBefore).toBe(message.createdAt + 124_200_000);
    expect(message).not.toHaveProperty("state");
  });

  test.each([
    ["Upstash-Callback", "https://example.com/callback"],
    ["Upstash-Failure-Callback", "https://example.com/callback"],
    ["Upstash-Redact-Fields", "body"],
    ["Upstash-Cron", "* * * * *"],
    ["Upstash-Header-Forward", "true"],
  ])("%s is answered 501, not dropped in silence", async (name, value) => {
    const { status, body } = await sandbox.api("POST", `/v2/publish/${destination.url}`, { [name]: value });
    expect(status).toBe(501);
    expect(JSON.parse(body).error).toContain(name);
    expect(await sandbox.messages()).toEqual([]);
  });

  test.each([
    ["Upstash-Delay", "soon"],
    ["Upstash-Retries", "-1"],
    ["Upstash-Retry-Delay", "process.exit(1)"],
    ["Upstash-Timeout", "0s"],
    ["Upstash-Method", "HEAD"],
    ["Upstash-Not-Before", "tomorrow"],
  ])("a bad %s is refused with its name", async (name, value) => {
    const { status, body } = await sandbox.api("POST", `/v2/publish/${destination.url}`, { [name]: value });
    expect(status).toBe(400);
    expect(JSON.parse(body).error).toContain(name);
  });
});

describe("batch", () => {
  test("answers in order, a bad entry in its place, and delivers the others", async () => {
    const results = await sandbox.connect().batchJSON([
      { url: `${destination.url}/1`, body: { n: 1 } },
      { url: "ftp://example.com", body: { n: 2 } },
      { url: `${destination.url}/3`, body: { n: 3 }, deduplicationId: "three" },
      { url: `${destination.url}/3`, body: { n: 3 }, deduplicationId: "three" },
    ]);
    expect(results).toMatchObject([
      { messageId: expect.stringMatching(/^msg_/) },
      { error: expect.stringContaining("invalid scheme") },
      { messageId: expect.stringMatching(/^msg_/) },
      { deduplicated: true },
    ]);
    const bodies = (await destination.until(2)).map((delivery) => delivery.body).sort();
    expect(bodies).toEqual(['{"n":1}', '{"n":3}']);
  });

  test("one entry over a quota refuses the whole batch", async () => {
    const batch = [{ url: destination.url }, { url: destination.url, delay: "8d" as const }];
    await expect(sandbox.connect().batch(batch)).rejects.toMatchObject({ status: 400 });
    expect(await sandbox.messages()).toEqual([]);
  });

  test("matches header names without regard to case", async () => {
    const entry = { destination: destination.url, headers: { "UPSTASH-Delay": "1d10h30m" }, body: "x" };
    const { status } = await sandbox.api("POST", "/v2/batch", {}, JSON.stringify([entry]));
    expect(status).toBe(200);
    expect((await sandbox.messages("?state=pending"))[0]?.dueAt).toBeGreaterThan(Date.now() + 124_000_000);
  });
});

describe("who may call", () => {
  test("a wrong token is answered 401 with an error", async () => {
    const publishing = sandbox.connect("wrong").publish({ url: destination.url });
    await expect(publishing).rejects.toMatchObject({
      status: 401,
      message: '{"error":"unable to authenticate: invalid token"}',
    });
    expect((await sandbox.call("/v2/messages/msg_1")).status).toBe(401);
  });

  test("the keys are given to whoever has the token", async () => {
    const { body } = await sandbox.api("GET", "/v2/keys");
    expect(JSON.parse(body)).toEqual({ current: keys.currentSigningKey, next: keys.nextSigningKey });
  });

  test.each([
    ["POST", "/v2/schedules/https://example.com"],
    ["POST", "/v2/enqueue/queue/https://example.com"],
    ["GET", "/v2/messages"],
    ["GET", "/v2/flowControl/key"],
    ["POST", "/v2/keys/rotate"],
    ["GET", "/v2/events?groupBy=messageId"],
    ["GET", "/v1/messages"],
  ])("%s %s is answered 501 with a sentence", async (method, path) => {
    const { status, body } = await sandbox.api(method, path);
    expect(status).toBe(501);
    expect(JSON.parse(body).error).toMatch(/does not serve .+\./);
  });

  test("a name that was made to point here is refused", async () => {
    const status = await new Promise((resolve) => {
      const { port } = new URL(sandbox.url);
      request({ port, host: "127.0.0.1", path: "/", headers: { Host: "evil.example.com" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

test("in strict mode loopback destinations are refused, as the real service refuses them", async () => {
  const strict = await startSandbox({ strict: true });
  try {
    await expect(strict.connect().publish({ url: "http://localhost:3000/x" })).rejects.toMatchObject({
      status: 400,
      message: '{"error":"invalid destination url: endpoint resolves to a loopback address: ::1"}',
    });
    await expect(strict.connect().publish({ url: "http://127.0.0.1/x" })).rejects.toMatchObject({
      status: 400,
    });
    await expect(strict.connect().publish({ url: "https://example.com", delay: "1h" })).resolves.toBeTruthy();
  } finally {
    await strict.end();
  }
});
