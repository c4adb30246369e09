import { describe, expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { waitFor } from "../support/wait-for";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { impatientMs, patienceFor } from "../support/x-patience";
import type { TestX, XRequestLog } from "../support/x-sandbox";

const { x } = sharedX();

const signedIn = async (handle = "mira", options: { timeoutMs?: number } = {}) =>
  xClient(x.url, (await x.account(handle)).accessToken, options).v2;
const tweetUnder = async (fault: Parameters<TestX["fault"]>[0], text = "Hello") => {
  await x.fault({ count: 1, ...fault });
  return failureOf((await signedIn("mira", patienceFor(fault.kind))).tweet(text));
};
/** A client that gave up may be ahead of the sandbox. */
const isPosted = (text: string) => waitFor(async () => (await x.ledger(text)).length === 1);

describe("answers instead of posting", () => {
  it.each([
    [{ status: 400 }, 400, { title: "Invalid Request" }],
    [{ status: 401 }, 401, { title: "Unauthorized" }],
    [{ status: 402 }, 402, { title: "CreditsDepleted", type: "https://api.twitter.com/2/problems/credits" }],
    [{ status: 403 }, 403, { detail: "You are not permitted to perform this action." }],
    [
      { problem: "duplicate" },
      403,
      { detail: "You are not allowed to create a Tweet with duplicate content." },
    ],
    [{ problem: "suspended" }, 403, { detail: expect.stringContaining("suspended") }],
    [{ problem: "locked" }, 403, { detail: expect.stringContaining("temporarily locked") }],
    [
      { problem: "reply-not-allowed" },
      403,
      { detail: expect.stringContaining("Reply to this conversation") },
    ],
    [{ status: 403, detail: "Posts are paused." }, 403, { detail: "Posts are paused.", title: "Forbidden" }],
    [{ status: 429 }, 429, { title: "Too Many Requests" }],
    [{ problem: "usage-cap" }, 429, { title: "UsageCapExceeded", period: "Monthly" }],
    [{ status: 500 }, 500, { title: "Internal Server Error" }],
    [{ status: 502 }, 502, { title: "Service Unavailable", status: 502 }],
    [{}, 503, { title: "Service Unavailable" }],
  ])("status %j answers X's own body, and posts nothing", async (params, status, body) => {
    expect(await tweetUnder({ kind: "status", params })).toMatchObject({ kind: "answered", status, body });
    expect(await x.ledger()).toEqual([]);
  });

  it("a 5xx may be an HTML page or nothing at all", async () => {
    const html = await tweetUnder({ kind: "status", params: { problem: "html" } });
    expect(html).toMatchObject({ status: 503, error: { data: expect.stringContaining("<!DOCTYPE html>") } });
    expect(await tweetUnder({ kind: "status", params: { problem: "empty", status: 500 } })).toMatchObject({
      status: 500,
      error: { data: "" },
    });
  });

  it("a 429 resets when it was told to, and a day cap shows in its own headers", async () => {
    const soon = await tweetUnder({ kind: "status", params: { status: 429, resetAfterSeconds: 60 } });
    const day = { problem: "rate-limit", dayCap: "user", resetAfterSeconds: 7200 };
    const capped = await tweetUnder({ kind: "status", params: day });
    if (soon.kind !== "answered" || capped.kind !== "answered") throw new Error("not answered");
    expect((soon.error.rateLimit?.reset ?? 0) - Date.now() / 1000).toBeCloseTo(60, -1);
    expect(soon.error.rateLimit?.userDay).toBeUndefined();
    expect(capped.error.rateLimit).toMatchObject({ remaining: 99, userDay: { limit: 17, remaining: 0 } });
    expect((capped.error.rateLimit?.userDay?.reset ?? 0) - Date.now() / 1000).toBeCloseTo(7200, -1);
  });

  it("hang: nothing is posted and nothing is answered", async () => {
    expect(await tweetUnder({ kind: "hang" })).toEqual({ kind: "no-answer" });
    expect(await x.ledger()).toEqual([]);
  });

  it("refuse: the connection closes before anything is done", async () => {
    expect(await tweetUnder({ kind: "refuse" })).toMatchObject({ kind: "no-answer" });
    expect(await x.ledger()).toEqual([]);
  });

  it("no-id: a success without an id, posted or not", async () => {
    await x.fault({ kind: "no-id", count: 1 });
    const v2 = await signedIn();
    expect(await v2.tweet("Posted")).toEqual({ data: { text: "Posted" } });
    await x.fault({ kind: "no-id", count: 1, params: { status: 200, posted: false } });
    expect(await v2.tweet("Not posted")).toEqual({ data: {} });
    expect((await x.ledger()).map((tweet) => tweet.text)).toEqual(["Posted"]);
  });
});

describe("posts, and fails to say so", () => {
  it("hang-after: posted, never answered", async () => {
    expect(await tweetUnder({ kind: "hang-after" })).toEqual({ kind: "no-answer" });
    await isPosted("Hello");
  });

  it("status-after: posted, answered with 503", async () => {
    expect(await tweetUnder({ kind: "status-after" })).toMatchObject({ kind: "answered", status: 503 });
    expect(await x.ledger("Hello")).toHaveLength(1);
  });

  it("cut-after: posted, the connection closes in the middle of the answer", async () => {
    expect(await tweetUnder({ kind: "cut-after" })).toEqual({ kind: "cut" });
    expect(await x.ledger("Hello")).toHaveLength(1);
  });

  it("half-json: posted, answered completely with half a body", async () => {
    expect(await tweetUnder({ kind: "half-json" })).toEqual({ kind: "cut" });
    expect(await x.ledger("Hello")).toHaveLength(1);
  });

  it("after any of them the same text is a duplicate", async () => {
    for (const kind of ["hang-after", "status-after", "cut-after", "half-json"]) {
      await tweetUnder({ kind }, kind);
      await isPosted(kind);
      expect(await failureOf((await signedIn()).tweet(kind))).toMatchObject({ status: 403 });
    }
  });
});

describe("late", () => {
  it("slow: a client that gave up is posted for all the same", async () => {
    const slow = { kind: "slow", params: { ms: impatientMs * 2 } };
    expect(await tweetUnder(slow)).toEqual({ kind: "no-answer" });
    expect(await x.ledger()).toEqual([]);
    await isPosted("Hello");
  });

  it("slow goes together with another fault", async () => {
    await x.fault({ kind: "slow", params: { ms: 50 }, count: 1 });
    const startedMs = performance.now();
    expect(await tweetUnder({ kind: "status", params: { status: 500 } })).toMatchObject({ status: 500 });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(50);
  });

  it("timeline-lag: a young tweet is posted but not seen yet", async () => {
    const { id } = await x.account("mira");
    const v2 = await signedIn();
    const { fault } = await x.fault({ kind: "timeline-lag", params: { ms: 60_000 } });
    const { data } = await v2.tweet("Young");
    expect((await v2.userTimeline(id)).data.meta.result_count).toBe(0);
    expect((await v2.singleTweet(data.id)).errors).toHaveLength(1);
    await x.remove(`/_sandbox/faults/${fault.id}`);
    expect((await v2.userTimeline(id)).data.meta.result_count).toBe(1);
  });

  it("clock-skew: the Date header is off, and only that", async () => {
    const { accessToken } = await x.account("mira");
    const dateOf = async () => {
      const answer = await fetch(`${x.url}/2/users/me`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      return Date.parse(answer.headers.get("date") ?? "") - Date.now();
    };
    expect(Math.abs(await dateOf())).toBeLessThan(5000);
    await x.fault({ kind: "clock-skew", params: { ms: -120_000 }, count: 1 });
    expect(await dateOf()).toBeLessThan(-115_000);
    expect(Math.abs(await dateOf())).toBeLessThan(5000);
  });
});

describe("what a fault strikes", () => {
  it("as often as its count says, and its hits are told", async () => {
    const v2 = await signedIn();
    await x.fault({ kind: "status", count: 2 });
    const statuses = [
      await failureOf(v2.tweet("1")),
      await failureOf(v2.tweet("2")),
      await failureOf(v2.tweet("3")),
    ];
    expect(statuses.map((failure) => failure.kind)).toEqual(["answered", "answered", "succeeded"]);
    expect(await x.get("/_sandbox/faults")).toMatchObject({
      faults: [{ kind: "status", count: 2, hits: 2 }],
    });
  });

  it("among calls at once exactly its count", async () => {
    const v2 = await signedIn();
    await x.fault({ kind: "status", count: 5 });
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => failureOf(v2.tweet(`${index}`))));
    expect(all.filter((failure) => failure.kind === "answered")).toHaveLength(5);
  });

  it("only the handle, the text or the path that it names", async () => {
    const mira = await signedIn();
    const juno = await signedIn("juno");
    await x.fault({ kind: "status", match: { handle: "Juno", textIncludes: "boom" } });
    await mira.tweet("boom");
    await juno.tweet("quiet");
    expect(await failureOf(juno.tweet("a boom here"))).toMatchObject({ status: 503 });
    await x.remove("/_sandbox/faults");
    await juno.tweet("a boom here");
    await x.fault({ kind: "status", params: { status: 500 }, match: { path: "/2/users/*" } });
    await mira.tweet("not a user path");
    expect(await failureOf(mira.me())).toMatchObject({ status: 500 });
  });

  it("without a path only the creation of tweets", async () => {
    const v2 = await signedIn();
    await x.fault({ kind: "hang" });
    await v2.me();
    const impatient = await signedIn("mira", patienceFor("hang"));
    expect(await failureOf(impatient.tweet("Hello"))).toMatchObject({ kind: "no-answer" });
  });

  it("a fault that can't be is refused with a reason", async () => {
    for (const wrong of [
      { kind: "explode" },
      { kind: "slow" },
      { kind: "status", params: { status: 200 } },
    ]) {
      await expect(x.fault(wrong)).rejects.toThrow("400");
    }
  });

  it("every call is logged with the faults that it met", async () => {
    const v2 = await signedIn();
    await v2.me();
    await tweetUnder({ kind: "hang-after" });
    const logged = async () =>
      (await x.get<{ requests: XRequestLog[] }>("/_sandbox/requests?handle=mira")).requests;
    await waitFor(async () => (await logged()).length === 2);
    expect(await logged()).toMatchObject([
      { method: "GET", path: "/2/users/me", status: 200, faults: [] },
      { method: "POST", path: "/2/tweets", status: null, faults: ["hang-after"], text: "Hello" },
    ]);
  });
});
