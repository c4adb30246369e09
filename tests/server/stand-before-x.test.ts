// Answers that X's documentation does not have: pages of whatever stands before X, and new tokens without their life.
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { meaningOfRemoval } from "~/domain/removal";
import { findPost } from "~/server/x/find-post";
import { askForNewPair } from "~/server/x/refresh";
import { removePost } from "~/server/x/remove-post";
import { xApp } from "../support/x-sandbox";

let server: Server;
let app: Parameters<typeof findPost>[0];
let reply: { status: number; type: string; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    request
      .resume()
      .on("end", () => response.writeHead(reply.status, { "content-type": reply.type }).end(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  app = { apiBaseUrl: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, ...xApp };
});
afterAll(() => server.close());

const timeoutMs = 1000;
const page = { status: 404, type: "text/html", body: "<h1>404</h1> page not found" };
const problem = {
  status: 404,
  type: "application/problem+json",
  body: '{"title":"Not Found Error","detail":"Could not find tweet.","type":"https://api.x.com/2/problems/resource-not-found"}',
};

test("a post is gone by X's word, and not by a page that says 404", async () => {
  reply = problem;
  expect(await findPost(app, "token", "1", timeoutMs)).toEqual({ kind: "gone" });
  expect(meaningOfRemoval(await removePost(app, "token", "1", timeoutMs))).toEqual({ kind: "gone" });
  reply = page;
  expect((await findPost(app, "token", "1", timeoutMs)).kind).toBe("failed");
  expect(meaningOfRemoval(await removePost(app, "token", "1", timeoutMs)).kind).toBe("later");
});

test("a new pair of tokens is kept though X does not tell how long it lives", async () => {
  const now = new Date();
  const context = { version: 1, now, timesBefore: 0 };
  const pair = { token_type: "bearer", scope: "tweet.write", access_token: "new", refresh_token: "next" };
  const twoHoursMs = 2 * 3_600_000;
  for (const expiresIn of [undefined, null, "7200"]) {
    reply = {
      status: 200,
      type: "application/json",
      body: JSON.stringify({ ...pair, expires_in: expiresIn }),
    };
    expect(await askForNewPair({ app, policy }, "old", context)).toEqual({
      kind: "pair",
      accessToken: "new",
      refreshToken: "next",
      expiresAt: new Date(now.getTime() + twoHoursMs),
    });
  }
});
