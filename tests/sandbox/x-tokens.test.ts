import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { waitingOnLock } from "../support/waiting-on-lock";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { xApp } from "../support/x-sandbox";

const { x, clock } = sharedX();

const refresh = (token: string, app = xApp) => xClient(x.url, app).refreshOAuth2Token(token);
const meStatus = async (token: string) => {
  const failure = await failureOf(xClient(x.url, token).v2.me());
  return failure.kind === "answered" ? failure.status : failure.kind;
};
const deadToken = {
  status: 400,
  body: { error: "invalid_request", error_description: "Value passed for the token was invalid." },
};

it("a refresh gives a new pair, and the old access token lives to its end", async () => {
  const { accessToken, refreshToken } = await x.account("mira");
  const next = await refresh(refreshToken);
  expect(next.refreshToken).not.toBe(refreshToken);
  expect(await meStatus(next.accessToken)).toBe("succeeded");
  expect(await meStatus(accessToken)).toBe("succeeded");
  await refresh(next.refreshToken ?? "");
});

it("a used refresh token is refused, and its coming again ends the whole family", async () => {
  const { refreshToken } = await x.account("mira");
  const other = await x.account("mira");
  const next = await refresh(refreshToken);
  expect(await failureOf(refresh(refreshToken))).toMatchObject(deadToken);
  expect(await failureOf(refresh(next.refreshToken ?? ""))).toMatchObject(deadToken);
  expect(await meStatus(next.accessToken)).toBe(401);
  expect(await meStatus(other.accessToken)).toBe("succeeded");
});

it("of two refreshes in flight at the same time with one token one wins", async () => {
  const { refreshToken } = await x.account("mira");
  const both = await waitingOnLock(x.databaseUrl, "SELECT 1 FROM tokens FOR UPDATE", 2, () =>
    Promise.all([failureOf(refresh(refreshToken)), failureOf(refresh(refreshToken))]),
  );
  expect(both.map((failure) => failure.kind).sort()).toEqual(["answered", "succeeded"]);
});

it("an access token dies after its lifetime, an unknown one never lived", async () => {
  const { accessToken, expiresAt } = await x.account("mira");
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(7190 * 1000);
  clock.offsetMs = 7201 * 1000;
  for (const token of [accessToken, "unknown"]) {
    expect(await failureOf(xClient(x.url, token).v2.me())).toMatchObject({
      status: 401,
      body: { title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized" },
    });
  }
});

it("expired by hand, an access token is dead and its refresh token good", async () => {
  const { accessToken, refreshToken } = await x.account("mira");
  await x.post("/_sandbox/expire", { handle: "Mira" });
  expect(await meStatus(accessToken)).toBe(401);
  expect(await meStatus((await refresh(refreshToken)).accessToken)).toBe("succeeded");
});

it("when the user takes access away all tokens are dead", async () => {
  const { accessToken, refreshToken } = await x.account("mira");
  await x.post("/_sandbox/revoke", { handle: "mira" });
  expect(await meStatus(accessToken)).toBe(401);
  expect(await failureOf(refresh(refreshToken))).toMatchObject(deadToken);
});

it("a revoked access token dies alone, a revoked refresh token with its family", async () => {
  const { accessToken, refreshToken } = await x.account("mira");
  const client = xClient(x.url, xApp);
  expect(await client.revokeOAuth2Token(accessToken)).toEqual({ revoked: true });
  expect(await meStatus(accessToken)).toBe(401);
  const next = await refresh(refreshToken);
  await client.revokeOAuth2Token(next.refreshToken ?? "", "refresh_token");
  expect(await meStatus(next.accessToken)).toBe(401);
  expect(await failureOf(refresh(next.refreshToken ?? ""))).toMatchObject(deadToken);
});

it("an app with wrong credentials is told so, and the refresh token stays good", async () => {
  const { refreshToken } = await x.account("mira");
  for (const app of [
    { ...xApp, clientSecret: "guess" },
    { ...xApp, clientId: "guess" },
  ]) {
    expect(await failureOf(refresh(refreshToken, app))).toMatchObject({
      status: 401,
      body: { error: "unauthorized_client", error_description: "Missing valid authorization header" },
    });
  }
  await refresh(refreshToken);
});

it("a form with credentials in the body, in an encoded or in a plain Basic header, is understood", async () => {
  const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const { clientId, clientSecret } = xApp;
  const ways: [headers: Record<string, string>, fields: Record<string, string>][] = [
    [{}, { client_id: clientId, client_secret: clientSecret }],
    [{ authorization: basic(clientId, clientSecret) }, {}],
    [
      { authorization: basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret)) },
      { client_id: clientId },
    ],
  ];
  for (const [headers, fields] of ways) {
    const { refreshToken } = await x.account("mira");
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken, ...fields });
    const answer = await fetch(`${x.url}/2/oauth2/token`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ token_type: "bearer", expires_in: 7200 });
  }
});

it("a token without the scope may not post", async () => {
  const { accessToken } = await x.account("mira", "tweet.read users.read");
  const { v2 } = xClient(x.url, accessToken);
  await v2.me();
  expect(await failureOf(v2.tweet("No right"))).toMatchObject({ status: 403, body: { title: "Forbidden" } });
  expect(await x.ledger()).toEqual([]);
});

it("tokens, posts and faults outlive a restart", async () => {
  const { accessToken, refreshToken } = await x.account("mira");
  await xClient(x.url, accessToken).v2.tweet("Before");
  await x.fault({ kind: "status", params: { status: 500 }, count: 1 });
  await x.restart();
  expect(await failureOf(xClient(x.url, accessToken).v2.tweet("After"))).toMatchObject({ status: 500 });
  const { data } = await xClient(x.url, accessToken).v2.tweet("After");
  await refresh(refreshToken);
  const ledger = await x.ledger();
  expect(ledger.map((tweet) => tweet.text)).toEqual(["Before", "After"]);
  expect(BigInt(data.id)).toBeGreaterThan(BigInt(ledger[0]?.id ?? 0));
});

it("the token log counts what happened and holds no secret", async () => {
  const { refreshToken } = await x.account("mira");
  const next = await refresh(refreshToken);
  await failureOf(refresh(refreshToken));
  const log = await x.get<{ counts: object; tokens: { kind: string; handle: string; at: string }[] }>(
    "/_sandbox/tokens?handle=mira",
  );
  expect(log.counts).toEqual({ "handed-out": 1, refreshed: 1, "refresh-refused": 1, "family-killed": 1 });
  expect(log.tokens[1]).toMatchObject({ kind: "refreshed", handle: "mira", at: expect.stringMatching(/Z$/) });
  for (const secret of [refreshToken, next.refreshToken, next.accessToken]) {
    expect(JSON.stringify(log)).not.toContain(secret);
  }
});
