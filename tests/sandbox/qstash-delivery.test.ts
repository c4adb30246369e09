import { SignatureError } from "@upstash/qstash";
import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for";
import { sharedSandbox } from "./qstash-shared";
import { keys, publish, startDestination, verify } from "./qstash-support";

const { sandbox, destination } = sharedSandbox();

describe("the signature", () => {
  test("is what the real Receiver accepts for the exact URL and body", async () => {
    const url = `${destination.url}/api/post?a=%2F`;
    await publish(sandbox, { url, body: "tweet 😀" });
    const [delivery] = await destination.until(1);
    if (!delivery) throw new Error("nothing came");
    await expect(verify(delivery, url)).resolves.toBe(true);
    await expect(verify(delivery, `${url}2`)).rejects.toThrow(SignatureError);
    await expect(verify({ ...delivery, body: "other" }, url)).rejects.toThrow(SignatureError);
    const claims = JSON.parse(
      Buffer.from(String(delivery.headers["upstash-signature"]).split(".")[1] ?? "", "base64url").toString(),
    );
    expect(claims).toMatchObject({ iss: "Upstash", sub: url, nbf: 0, exp: claims.iat + 300 });
    expect(claims.jti).toMatch(/^jwt_/);
  });

  test("is accepted by a receiver that holds the key as its next one, and by no other", async () => {
    await publish(sandbox, { url: destination.url });
    const [delivery] = await destination.until(1);
    if (!delivery) throw new Error("nothing came");
    const rotated = { currentSigningKey: "sig_older", nextSigningKey: keys.currentSigningKey };
    await expect(verify(delivery, destination.url, rotated)).resolves.toBe(true);
    const strange = { currentSigningKey: "sig_older", nextSigningKey: "sig_newer" };
    await expect(verify(delivery, destination.url, strange)).rejects.toThrow(SignatureError);
  });
});

describe("what follows a delivery", () => {
  test("a delivered message is gone: GET and cancel answer 404, the log keeps its way", async () => {
    const { messageId } = await publish(sandbox, { url: destination.url });
    await sandbox.untilState(messageId, "DELIVERED");
    const { messages } = sandbox.connect();
    const error = { status: 404, message: `{"error":"message ${messageId} not found"}` };
    await expect(messages.get(messageId)).rejects.toMatchObject(error);
    await expect(messages.cancel(messageId)).rejects.toMatchObject(error);
    expect(await sandbox.states(messageId)).toEqual(["DELIVERED", "ACTIVE", "CREATED"]);
  });

  test("a redirect is a failure, and is not followed", async () => {
    destination.answerWith(() => ({ status: 302, headers: { Location: "/elsewhere" } }));
    const { messageId } = await publish(sandbox, { url: `${destination.url}/here`, retries: 0 });
    await sandbox.untilState(messageId, "FAILED");
    expect(destination.deliveries.map((delivery) => delivery.path)).toEqual(["/here"]);
  });

  test("489 with Upstash-NonRetryable-Error fails at once into the DLQ; 489 alone is retried", async () => {
    destination.answerWith(() => ({ status: 489, headers: { "Upstash-NonRetryable-Error": "true" } }));
    const stopped = await publish(sandbox, { url: destination.url, retries: 3 });
    await sandbox.untilState(stopped.messageId, "FAILED");
    destination.answerWith(() => ({ status: 489 }));
    const retried = await publish(sandbox, { url: destination.url, retries: 3 });
    await sandbox.untilState(retried.messageId, "RETRY");
    const { messages } = await sandbox.connect().dlq.listMessages();
    expect(messages).toMatchObject([{ messageId: stopped.messageId, responseStatus: 489 }]);
  });

  test("no connection is a failed attempt, and is retried", async () => {
    const gone = await startDestination();
    await gone.end();
    const { messageId } = await publish(sandbox, { url: gone.url, retries: 1, retryDelay: "0" });
    await sandbox.untilState(messageId, "FAILED");
    expect(await sandbox.states(messageId)).toEqual([
      "FAILED",
      "ERROR",
      "ACTIVE",
      "RETRY",
      "ERROR",
      "ACTIVE",
      "CREATED",
    ]);
  });

  test("a message is delivered at or after its second, and soon", async () => {
    const notBefore = Math.ceil(Date.now() / 1000) + 1;
    await publish(sandbox, { url: destination.url, notBefore });
    const [delivery] = await destination.until(1);
    const lateMs = (delivery?.atMs ?? 0) - notBefore * 1000;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(500);
  });

  test("two hundred messages due in one second all start at once", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    destination.answerWith(async () => {
      await held;
      return { status: 200 };
    });
    const notBefore = Math.ceil(Date.now() / 1000) + 1;
    const batch = Array.from({ length: 200 }, (_, n) => ({
      url: destination.url,
      notBefore,
      body: String(n),
    }));
    const results = await sandbox.connect().batch(batch);
    // None is answered until all have come: they are under way together.
    await destination.until(200);
    release();
    expect(new Set(destination.deliveries.map((delivery) => delivery.body)).size).toBe(200);
    expect(Math.min(...destination.deliveries.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(
      notBefore * 1000,
    );
    expect(results).toHaveLength(200);
    await waitFor(async () => (await sandbox.messages("?state=DELIVERED")).length === 200);
    expect(destination.deliveries).toHaveLength(200);
  });
});

describe("deduplication", () => {
  test("the same id again answers 202 with the old message's id, and is not delivered", async () => {
    const request = { url: destination.url, deduplicationId: "tweet-1-1" };
    const first = await publish(sandbox, { ...request, body: "1" });
    const headers = { "Upstash-Deduplication-Id": "tweet-1-1" };
    const second = await sandbox.api("POST", `/v2/publish/${destination.url}`, headers, "2");
    expect(second.status).toBe(202);
    expect(JSON.parse(second.body)).toEqual({ messageId: first.messageId, deduplicated: true });
    await sandbox.untilState(first.messageId, "DELIVERED");
    expect(await sandbox.messages()).toHaveLength(1);
  });

  test("cancelling does not free the id: the cancelled message's id comes back, and nothing is delivered", async () => {
    const request = { url: destination.url, deduplicationId: "tweet-2-1", delay: 60 };
    const { messageId } = await publish(sandbox, request);
    await sandbox.connect().messages.cancel(messageId);
    expect(await publish(sandbox, request)).toEqual({ messageId, deduplicated: true });
    expect(await sandbox.messages("?state=pending")).toEqual([]);
  });

  test("of many callers with one id at once, one publishes", async () => {
    const request = { url: destination.url, deduplicationId: "tweet-3-1", delay: 60 };
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(sandbox, request)));
    expect(answers.filter((answer) => !answer.deduplicated)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.messageId)).size).toBe(1);
  });

  test("by content: destination, body and forwarded headers count, the time does not", async () => {
    const request = { url: destination.url, body: "same", contentBasedDeduplication: true, delay: 60 };
    const { messageId } = await publish(sandbox, request);
    expect(await publish(sandbox, { ...request, delay: 90 })).toEqual({ messageId, deduplicated: true });
    for (const other of [{ body: "other" }, { headers: { "X-A": "1" } }, { url: `${destination.url}/2` }]) {
      expect(await publish(sandbox, { ...request, ...other })).not.toHaveProperty("deduplicated");
    }
  });
});

describe("flow control", () => {
  test("no more than parallelism are under way for one key, and all are delivered", async () => {
    let now = 0;
    let most = 0;
    const releases: (() => void)[] = [];
    destination.answerWith(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise<void>((resolve) => releases.push(resolve));
      now -= 1;
      return { status: 200 };
    });
    const flowControl = { key: "acct-1", parallelism: 2 };
    await sandbox
      .connect()
      .batch(Array.from({ length: 6 }, (_, n) => ({ url: destination.url, body: String(n), flowControl })));
    await publish(sandbox, {
      url: destination.url,
      body: "other key",
      flowControl: { key: "acct-2", parallelism: 1 },
    });
    await waitFor(() => releases.length >= 3);
    expect(destination.deliveries.map((delivery) => delivery.body).sort()).toEqual(["0", "1", "other key"]);
    await waitFor(() => {
      for (const release of releases.splice(0)) release();
      return destination.deliveries.length === 7 && now === 0;
    });
    expect(most).toBe(3);
  });
});
