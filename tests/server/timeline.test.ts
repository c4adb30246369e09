// An account's posts over the wire, through the real library, as settling reads them.
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchPost, type TimelinePost } from "~/domain/post-match";
import { readTimeline, type TimelineAnswer } from "~/server/x/timeline";
import { freePort } from "../support/free-port";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { uploadFile } from "../support/x-media";
import { type TestAccount, xApp } from "../support/x-sandbox";

const { x, clock } = sharedX();
let account: TestAccount;
beforeEach(async () => {
  account = await x.account(`p_${randomUUID().slice(0, 8)}`);
});

const minuteMs = 60_000;
const smallPages = { pageSize: 5, maxPages: 3, callTimeoutMs: 1000 };

function read(url = x.url, token = account.accessToken, untilMs: number | null = null) {
  const window = { sinceMs: clock.now() - 15 * minuteMs, untilMs };
  return readTimeline({ apiBaseUrl: url, ...xApp }, token, account.id, window, smallPages);
}

function postsOf(answer: TimelineAnswer): TimelinePost[] {
  if (answer.kind !== "read") throw new Error(`${answer.kind}: ${answer.detail}`);
  return answer.posts;
}

const v2 = () => xClient(x.url, account.accessToken).v2;
const post = async (text: string, replyTo?: string) => {
  const reply = replyTo ? { reply: { in_reply_to_tweet_id: replyTo } } : {};
  return (await v2().tweet({ text, ...reply })).data.id;
};

function find(
  posts: TimelinePost[],
  text: string,
  changes: { mediaKeys?: string[]; replyToXId?: string } = {},
) {
  const nowMs = clock.now();
  const context = {
    sentMs: nowMs,
    windows: [{ sinceMs: nowMs - 15 * minuteMs, untilMs: nowMs + 15 * minuteMs }],
    heldXIds: new Set<string>(),
  };
  const match = matchPost({ text, mediaKeys: [], replyToXId: null, ...changes }, posts, context);
  return match.kind === "same" ? match.post.xId : undefined;
}

describe("a post is found as X shows it", () => {
  test.each([
    "plain words",
    'R&D <3 > all & "more"',
    "see example.com and https://example.org/a?b=1&c=2#d, (https://example.com).",
    "  cafe\u0301 👩‍👩‍👧 見てhttps://example.comを\n\nend ",
  ])("%s", async (text) => {
    const id = await post(text);
    await post(`${text} and more`);
    expect(find(postsOf(await read()), text)).toBe(id);
  });

  test("in its place in the thread", async () => {
    const first = await post("the same words");
    const second = await post("between", first);
    const posts = postsOf(await read());
    expect(find(posts, "between", { replyToXId: first })).toBe(second);
    expect(find(posts, "between")).toBeUndefined();
    expect(find(posts, "the same words")).toBe(first);
  });

  test.each([
    ["with words", "look at example.com"],
    ["without words", ""],
  ])("with its media, %s", async (_, text) => {
    const upload = await uploadFile(v2(), "image/png", { category: "tweet_image" });
    const sent = await v2().post<{ data: { id: string } }>("tweets", {
      ...(text ? { text } : {}),
      media: { media_ids: [upload.id] },
    });
    const posts = postsOf(await read());
    expect(find(posts, text, { mediaKeys: [String(upload.media_key)] })).toBe(sent.data.id);
    expect(find(posts, text)).toBeUndefined();
  });
});

describe("a read is the whole window", () => {
  test("over pages, as far back as was asked, and no further", async () => {
    await post("too old");
    clock.offsetMs += 16 * minuteMs;
    const ids: string[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await post(`number ${count}`));
    expect(postsOf(await read()).map(({ xId }) => xId)).toEqual([...ids].reverse());
  });

  test("to its end where it has one", async () => {
    const id = await post("in time");
    clock.offsetMs += 5 * minuteMs;
    const untilMs = clock.now() - minuteMs;
    await post("too late");
    expect(postsOf(await read(x.url, account.accessToken, untilMs)).map(({ xId }) => xId)).toEqual([id]);
  });

  test("or no answer: an account that posts more than is read is not read in part", async () => {
    for (let count = 0; count < 16; count += 1) await post(`number ${count}`);
    expect(await read()).toMatchObject({ kind: "failed", detail: expect.stringContaining("more posts") });
  });

  test("and tells X's clock", async () => {
    const answer = await read();
    if (answer.kind !== "read") throw new Error(answer.kind);
    expect(answer.posts).toEqual([]);
    expect(Math.abs((answer.xNowMs ?? 0) - clock.now())).toBeLessThan(5000);
    await x.fault({ kind: "clock-skew", params: { ms: 5 * minuteMs }, count: 1 });
    const skewed = await read();
    expect(skewed.kind === "read" && (skewed.xNowMs ?? 0) - clock.now()).toBeGreaterThan(4 * minuteMs);
  });
});

describe("what is no answer is never taken for an empty timeline", () => {
  const match = { path: "/2/users/*/tweets", method: "GET" };
  test.each<[string, string, object]>([
    ["503", "status", { status: 503 }],
    ["429", "status", { status: 429 }],
    ["403", "status", { status: 403 }],
    ["a page of HTML", "status", { problem: "html" }],
    ["silence", "hang", {}],
    ["a closed connection", "refuse", {}],
    ["a cut answer", "cut-after", {}],
    ["half of the JSON", "half-json", {}],
    ["half a body", "timeline-cut", {}],
  ])("%s", async (_, kind, params) => {
    await post("is there");
    await x.fault({ kind, params, match });
    expect(await read()).toMatchObject({ kind: "failed", detail: expect.stringMatching(/./) });
  });

  test("an account that X does not know", async () => {
    const window = { sinceMs: clock.now(), untilMs: null };
    const answer = readTimeline(
      { apiBaseUrl: x.url, ...xApp },
      account.accessToken,
      "999",
      window,
      smallPages,
    );
    expect((await answer).kind).toBe("failed");
  });

  test("a token that has expired: that is said apart, so that it can be renewed", async () => {
    expect(await read(x.url, "no such token")).toMatchObject({ kind: "expired" });
  });

  test("an X that is not there", async () => {
    expect((await read(`http://127.0.0.1:${await freePort()}`)).kind).toBe("failed");
  });
});

describe("a body that X should not send", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function readBody(body: unknown, headers: Record<string, string> = {}, secondStatus = 200) {
    server = createServer((request, response) => {
      const status = request.url?.includes("pagination_token") ? secondStatus : 200;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return read(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  const whole = { id: "1", text: "a", created_at: "2026-11-22T09:00:00.000Z" };

  test.each<[string, unknown]>([
    ["no meta", { data: [] }],
    ["fewer posts than it counts", { data: [whole], meta: { result_count: 2 } }],
    ["posts without a time", { data: [{ id: "1", text: "a" }], meta: { result_count: 1 } }],
    [
      "errors beside the posts",
      { data: [whole], meta: { result_count: 1 }, errors: [{ title: "Not Found" }] },
    ],
    ["null", null],
  ])("%s is no answer", async (_, body) => {
    expect((await readBody(body)).kind).toBe("failed");
  });

  test("a second page that is lost makes the whole no answer", async () => {
    const first = { data: [whole], meta: { result_count: 1, next_token: "more" } };
    expect((await readBody(first, {}, 503)).kind).toBe("failed");
  });

  test("no Date: the posts count, but not that one is missing", async () => {
    const answer = await readBody({ data: [whole], meta: { result_count: 1 } }, { date: "soon" });
    expect(answer).toMatchObject({ kind: "read", xNowMs: null, posts: [{ xId: "1" }] });
  });

  test("another account's post that was shared is not one of its own", async () => {
    const shared = { ...whole, referenced_tweets: [{ type: "retweeted", id: "5" }] };
    expect(await readBody({ data: [shared], meta: { result_count: 1 } })).toMatchObject({ posts: [] });
  });

  test("an unexplained link at the end of a post with media is the media's", async () => {
    const body = { ...whole, text: "look https://t.co/pppppppppp", attachments: { media_keys: ["3_1"] } };
    const posts = postsOf(await readBody({ data: [body], meta: { result_count: 1 } }));
    const context = {
      sentMs: 0,
      windows: [{ sinceMs: 0, untilMs: Date.parse(whole.created_at) }],
      heldXIds: new Set<string>(),
    };
    const part = { text: "look", mediaKeys: ["3_1"], replyToXId: null };
    expect(matchPost(part, posts, context)).toMatchObject({ kind: "same", post: { xId: "1" } });
  });
});
