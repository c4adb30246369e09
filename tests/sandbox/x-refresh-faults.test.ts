import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { waitFor } from "../support/wait-for";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { xApp } from "../support/x-sandbox";

const { x } = sharedX();
const impatientMs = 300;

const refresh = (token: string) =>
  failureOf(xClient(x.url, xApp, { timeoutMs: impatientMs }).refreshOAuth2Token(token));
const noAnswer = { kind: "no-answer" };

it.each([
  [undefined, 400, "invalid_request"],
  ["invalid_grant", 400, "invalid_grant"],
  ["unauthorized_client", 401, "unauthorized_client"],
])("refresh-refused as %s: refused once, and the token is still good", async (error, status, code) => {
  const { refreshToken } = await x.account("mira");
  await x.fault({ kind: "refresh-refused", count: 1, params: error ? { error } : {} });
  expect(await refresh(refreshToken)).toMatchObject({ status, body: { error: code } });
  expect(await refresh(refreshToken)).toEqual({ kind: "succeeded" });
});

it("refresh-unanswered: the token is used up though the new pair never arrived", async () => {
  const { refreshToken, accessToken } = await x.account("mira");
  await x.fault({ kind: "refresh-unanswered", count: 1 });
  expect(await refresh(refreshToken)).toEqual(noAnswer);
  expect(await refresh(refreshToken)).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  expect(await failureOf(xClient(x.url, accessToken).v2.me())).toMatchObject({ status: 401 });
});

it("refresh-unanswered without rotation: the same token works the second time", async () => {
  const { refreshToken } = await x.account("mira");
  await x.fault({ kind: "refresh-unanswered", count: 1, params: { rotated: false } });
  expect(await refresh(refreshToken)).toEqual(noAnswer);
  expect(await refresh(refreshToken)).toEqual({ kind: "succeeded" });
});

it("refresh-slow: the token is used up after the client gave up", async () => {
  const { refreshToken } = await x.account("mira");
  await x.fault({ kind: "refresh-slow", count: 1, params: { ms: impatientMs * 2 } });
  expect(await refresh(refreshToken)).toEqual(noAnswer);
  await waitFor(
    async () => (await x.get<{ counts: { refreshed?: number } }>("/_sandbox/tokens")).counts.refreshed,
  );
});

it("a refresh fault strikes only the account that it names, and no exchange of a code", async () => {
  const mira = await x.account("mira");
  const juno = await x.account("juno");
  await x.fault({ kind: "refresh-refused", match: { handle: "juno" } });
  expect(await refresh(mira.refreshToken)).toEqual({ kind: "succeeded" });
  expect(await refresh(juno.refreshToken)).toMatchObject({ status: 400 });
  const body = new URLSearchParams({ grant_type: "authorization_code", client_id: xApp.clientId });
  const answer = await fetch(`${x.url}/2/oauth2/token`, { method: "POST", body });
  expect(await answer.json()).toMatchObject({ error: "unauthorized_client" });
});
