// What comes over the wire from X, through the real library, into the table of meanings.

import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Meaning, meaningOf, type XAnswer } from "~/domain/outcome";
import { answerOfCreate, answerOfError } from "~/server/x/answer";
import { userClient } from "~/server/x/client";
import { freePort } from "../support/free-port";
import { sharedX } from "../support/shared-x";
import { type TestAccount, xApp } from "../support/x-sandbox";

const timeoutMs = 1000;
const { x } = sharedX();
let account: TestAccount;

beforeEach(async () => {
  account = await x.account(`p_${randomUUID().slice(0, 8)}`);
});

/** One create call to whatever listens at `url`. */
async function create(url: string, text: string = randomUUID()): Promise<XAnswer> {
  const { client } = userClient({ apiBaseUrl: url, ...xApp }, account.accessToken, timeoutMs);
  return client.v2.tweet(text).then(answerOfCreate, answerOfError);
}

const meaning = async (answer: Promise<XAnswer>): Promise<Meaning> =>
  meaningOf(await answer, { afterUnknown: false });

describe("the sandbox's fault menu", () => {
  const cases: [string, string, object, object][] = [
    ["401", "status", { status: 401 }, { kind: "expired", detail: "Unauthorized" }],
    ["400", "status", { status: 400 }, { kind: "refused", failure: "refused" }],
    ["402", "status", { status: 402 }, { kind: "later", hold: { scope: "app", reason: "noCredits" } }],
    ["403 duplicate", "status", { problem: "duplicate" }, { kind: "refused", failure: "duplicate" }],
    [
      "403 suspended",
      "status",
      { problem: "suspended" },
      { hold: { reason: "reconnect", scope: "account" } },
    ],
    ["403 locked", "status", { problem: "locked" }, { hold: { reason: "reconnect", scope: "account" } }],
    ["403 reply", "status", { problem: "reply-not-allowed" }, { kind: "refused", failure: "refused" }],
    ["403 other", "status", { problem: "not-permitted" }, { kind: "refused", failure: "refused" }],
    ["429 month's cap", "status", { problem: "usage-cap" }, { hold: { scope: "app", reason: "noCredits" } }],
    ["500", "status", { status: 500 }, { kind: "unknown", detail: expect.stringContaining("Internal") }],
    ["503", "status", { status: 503 }, { kind: "unknown" }],
    ["a page of HTML", "status", { problem: "html" }, { kind: "unknown", detail: "X / Error Over capacity" }],
    ["403 as a page of HTML", "status", { problem: "html", status: 403 }, { kind: "later", hold: null }],
    ["nothing in the body", "status", { problem: "empty" }, { detail: "X answered 503 without a reason." }],
    [
      "429 with nothing in the body",
      "status",
      { problem: "empty", status: 429 },
      { hold: { reason: "rateLimit" } },
    ],
    ["silence", "hang", {}, { kind: "unknown" }],
    ["silence after posting", "hang-after", {}, { kind: "unknown" }],
    ["a closed connection", "refuse", {}, { kind: "unknown" }],
    ["a cut answer after posting", "cut-after", {}, { kind: "unknown" }],
    ["half the JSON after posting", "half-json", {}, { kind: "unknown" }],
    ["503 after posting", "status-after", { status: 503 }, { kind: "unknown" }],
    ["201 without an id", "no-id", { status: 201 }, { kind: "unknown" }],
    ["200 without an id", "no-id", { status: 200 }, { kind: "unknown" }],
  ];

  test.each(cases)("%s means what the table says", async (_, kind, params, expected) => {
    await x.fault({ kind, params });
    expect(await meaning(create(x.url))).toMatchObject(expected);
  });

  test("no fault at all: posted, under the id that X's ledger has", async () => {
    const text = randomUUID();
    const answer = await create(x.url, text);
    expect(answer).toEqual({ kind: "created", id: (await x.ledger(text))[0]?.id });
  });

  test.each(["user", "app"] as const)(
    "429 at the day's cap of the %s names the day's reset",
    async (dayCap) => {
      const dayMs = 86_400_000;
      await x.fault({ kind: "status", params: { status: 429, dayCap, resetAfterSeconds: dayMs / 1000 } });
      const answer = await create(x.url);
      expect(answer).toMatchObject({ status: 429, limitOf: dayCap === "app" ? "app" : "account" });
      const untilMs = answer.kind === "response" ? (answer.resetAtMs ?? 0) : 0;
      expect(untilMs).toBeGreaterThan(Date.now() + dayMs / 2);
    },
  );
});

test("nobody listens at X: no connection, and nothing is in doubt", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await meaning(create(url))).toMatchObject({ kind: "later", hold: null });
});

describe("bodies of other shapes", () => {
  let server: Server;
  let url: string;
  let reply: { status: number; headers: Record<string, string>; body: string };

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on("end", () => response.writeHead(reply.status, reply.headers).end(reply.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  });
  afterAll(() => server.close());

  const json = { "content-type": "application/json" };
  const problem = { "content-type": "application/problem+json" };
  const old = (code: number, message: string) => JSON.stringify({ errors: [{ code, message }] });

  const bodies: [string, number, Record<string, string>, string, object][] = [
    [
      "v1's code of a duplicate",
      403,
      json,
      old(187, "Status is a duplicate."),
      { failure: "duplicate", detail: "Status is a duplicate." },
    ],
    [
      "v1's code of a locked account",
      403,
      json,
      old(326, "To protect our users …"),
      { hold: { reason: "reconnect" } },
    ],
    [
      "v1's code of a suspended account",
      403,
      json,
      old(64, "Your account is."),
      { hold: { reason: "reconnect" } },
    ],
    [
      "v1's code of a limit",
      429,
      json,
      old(88, "Rate limit exceeded"),
      { hold: { reason: "rateLimit" }, detail: "Rate limit exceeded" },
    ],
    [
      "v1's code of the day's cap",
      403,
      json,
      old(185, "User is over daily status update limit."),
      { hold: { reason: "rateLimit" } },
    ],
    [
      "a problem without `errors`",
      403,
      problem,
      '{"title":"Forbidden","status":403,"detail":"Too purple.","type":"about:blank"}',
      { kind: "refused", detail: "Too purple." },
    ],
    [
      "a problem with a title only",
      400,
      problem,
      '{"title":"Invalid Request"}',
      { kind: "refused", detail: "Invalid Request" },
    ],
    [
      "a list of details",
      400,
      json,
      '{"errors":[{"detail":"one"},{"message":"two"}]}',
      { kind: "refused", detail: "one two" },
    ],
    [
      "the client's enrolment",
      403,
      problem,
      '{"detail":"no","type":"https://api.twitter.com/2/problems/client-forbidden"}',
      { hold: { scope: "app", reason: "badApp" } },
    ],
    [
      "the same in its newer address",
      403,
      problem,
      '{"detail":"no","type":"https://developer.x.com/en/support#client-forbidden"}',
      { hold: { scope: "app", reason: "badApp" } },
    ],
    [
      "errors that are none",
      400,
      json,
      '{"errors":[null]}',
      { kind: "refused", detail: "X answered 400 without a reason." },
    ],
    ["errors that are no list", 400, json, '{"errors":"many"}', { kind: "refused" }],
    ["null", 403, json, "null", { kind: "later", detail: "X answered 403 without a reason." }],
    ["a number", 403, json, "7", { kind: "later" }],
    ["a list", 403, json, "[]", { kind: "later" }],
    ["half of a 403", 403, json, '{"title":"Forbid', { kind: "later" }],
    [
      "half of a 429",
      429,
      { ...json, "x-rate-limit-reset": "4000000000" },
      '{"title":"Too',
      { kind: "later", untilMs: 4e12 },
    ],
    ["half of a 401", 401, json, '{"tit', { kind: "expired" }],
    ["half of a 503", 503, json, '{"tit', { kind: "unknown" }],
    [
      "a reset that is no time",
      429,
      { ...json, "x-rate-limit-reset": "soon" },
      "{}",
      { kind: "later", untilMs: null },
    ],
    ["a reset past all dates", 429, { ...json, "x-rate-limit-reset": "9e99" }, "{}", { kind: "later" }],
    [
      "gzip that is none",
      503,
      { ...json, "content-encoding": "gzip" },
      "not compressed",
      { kind: "unknown" },
    ],
    [
      "201 in gzip that is none",
      201,
      { ...json, "content-encoding": "gzip" },
      "not compressed",
      { kind: "unknown" },
    ],
    ["201 with nothing", 201, json, "", { kind: "unknown" }],
    ["201 with null", 201, json, "null", { kind: "unknown" }],
    ["200 as a page of HTML", 200, { "content-type": "text/html" }, "<h1>Hello</h1>", { kind: "unknown" }],
    ["a redirect", 302, { location: "https://x.com/" }, "", { kind: "unknown" }],
  ];

  test.each(bodies)(
    "%s (%i) is understood, and ends no process",
    async (_, status, headers, body, expected) => {
      reply = { status, headers, body };
      expect(await meaning(create(url))).toMatchObject(expected);
    },
  );

  test("X's own words are kept to a bounded length, and what looks like a token is not among them", async () => {
    const token = "A".repeat(60);
    reply = {
      status: 403,
      headers: json,
      body: JSON.stringify({ detail: `Bearer ${token} ${"no ".repeat(999)}` }),
    };
    const { detail } = (await meaning(create(url))) as { detail: string };
    expect(detail).not.toContain(token);
    expect(detail.length).toBeLessThanOrEqual(500);
    expect(detail).toMatch(/no no/);
  });
});
