import { afterAll, beforeAll, expect, it } from "vitest";
import { createBrowserLike, hiddenFields } from "../support/browser-like";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { startTestX, type TestX, xApp } from "../support/x-sandbox";

let x: TestX;
const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };
const redirectUri = "http://127.0.0.1:3000/back";

beforeAll(async () => {
  x = await startTestX({ clock });
});
afterAll(() => x.close());

/** A link as the real library makes it, with s256 in lower case. */
function makeLink(changes: Record<string, string> = {}) {
  const link = xClient(x.url, xApp).generateOAuth2AuthLink(redirectUri, {
    scope: ["tweet.read", "tweet.write", "users.read", "offline.access"],
  });
  const url = new URL(link.url.replace("https://x.com", x.url));
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return { ...link, url: url.href };
}

async function authorize(url: string) {
  const browser = createBrowserLike();
  const html = await (await browser.get(url)).text();
  const answer = await browser.submit(`${x.url}/i/oauth2/authorize`, {
    ...hiddenFields(html),
    handle: "mira",
    decision: "allow",
  });
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

const login = (code: string, codeVerifier: string, uri = redirectUri, app = xApp) =>
  xClient(x.url, app).loginWithOAuth2({ code, codeVerifier, redirectUri: uri });

it("a code is exchanged for tokens by the real library", async () => {
  const link = makeLink();
  const { client, refreshToken, expiresIn, scope } = await login(
    await authorize(link.url),
    link.codeVerifier,
  );
  expect(expiresIn).toBe(7200);
  expect(scope).toEqual(["tweet.read", "tweet.write", "users.read", "offline.access"]);
  expect(refreshToken).toBeTruthy();
  await client.v2.tweet("By code");
  expect(await x.ledger("By code")).toHaveLength(1);
});

it("without offline.access there is no refresh token", async () => {
  const link = makeLink({ scope: "tweet.read users.read" });
  const { refreshToken } = await login(await authorize(link.url), link.codeVerifier);
  expect(refreshToken).toBeUndefined();
});

it("a code works once, and its second use ends the tokens of the first", async () => {
  const link = makeLink();
  const code = await authorize(link.url);
  const { client } = await login(code, link.codeVerifier);
  expect(await failureOf(login(code, link.codeVerifier))).toMatchObject({
    status: 400,
    body: {
      error: "invalid_request",
      error_description: "Value passed for the authorization code was invalid.",
    },
  });
  expect(await failureOf(client.v2.me())).toMatchObject({ status: 401 });
});

it("a code dies after 30 seconds", async () => {
  const link = makeLink();
  const code = await authorize(link.url);
  clock.offsetMs = 30_001;
  expect(await failureOf(login(code, link.codeVerifier))).toMatchObject({ status: 400 });
  clock.offsetMs = 0;
});

it("a code is bound to its redirect URI and its challenge", async () => {
  const link = makeLink();
  const code = await authorize(link.url);
  expect(await failureOf(login(code, link.codeVerifier, `${redirectUri}2`))).toMatchObject({ status: 400 });
  expect(await failureOf(login(code, `${link.codeVerifier}x`))).toMatchObject({
    status: 400,
    body: { error_description: "Value passed for the code verifier did not match the code challenge." },
  });
  await login(code, link.codeVerifier);
});

it("an app with a wrong secret gets no tokens, and the code stays good", async () => {
  const link = makeLink();
  const code = await authorize(link.url);
  const wrong = login(code, link.codeVerifier, redirectUri, { ...xApp, clientSecret: "guess" });
  expect(await failureOf(wrong)).toMatchObject({
    status: 401,
    body: { error: "unauthorized_client", error_description: "Missing valid authorization header" },
  });
  await login(code, link.codeVerifier);
});

it.each([
  ["client_id", "somebody-else"],
  ["redirect_uri", "https://evil.example/back"],
  ["redirect_uri", "javascript:alert(1)"],
  ["redirect_uri", "http://127.0.0.1.evil.example/"],
  ["redirect_uri", "http://user@127.0.0.1/"],
  ["response_type", "token"],
  ["scope", "tweet.read everything"],
  ["code_challenge_method", "plain"],
  ["code_challenge", "short"],
  ["state", ""],
])("a request with %s=%s shows an error page and sends nobody anywhere", async (name, value) => {
  const { url } = makeLink({ [name]: value });
  const fields = Object.fromEntries(new URL(url).searchParams);
  const browser = createBrowserLike();
  const answers = [
    await browser.get(url),
    await browser.submit(`${x.url}/i/oauth2/authorize`, { ...fields, handle: "mira", decision: "allow" }),
    await browser.submit(`${x.url}/i/oauth2/authorize`, { ...fields, decision: "refuse" }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
    expect(await answer.text()).toContain("able to give access to the app");
  }
});

it("with a list of redirect URIs only an exact one is taken", async () => {
  const strict = await startTestX({ redirectUris: [redirectUri] });
  try {
    const at = (uri: string) => makeLink({ redirect_uri: uri }).url.replace(x.url, strict.url);
    expect((await fetch(at(redirectUri))).status).toBe(200);
    expect((await fetch(at(`${redirectUri}/`))).status).toBe(400);
    expect((await fetch(at("http://127.0.0.1:3001/back"))).status).toBe(400);
  } finally {
    await strict.close();
  }
});
