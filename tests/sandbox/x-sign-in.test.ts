import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createBrowserLike, hiddenFields } from "../support/browser-like";
import { startNextAuthApp } from "../support/next-auth-app";
import { xClient } from "../support/x-client";
import { startTestX, type TestX, xApp } from "../support/x-sandbox";

let x: TestX;
let app: Awaited<ReturnType<typeof startNextAuthApp>>;

beforeAll(async () => {
  x = await startTestX();
  app = await startNextAuthApp({ xUrl: x.url, ...xApp });
});
afterAll(async () => {
  await app.close();
  await x.close();
});
beforeEach(async () => {
  app.accounts.length = 0;
  await x.post("/_sandbox/reset");
});

type Browser = ReturnType<typeof createBrowserLike>;

/** From the app's sign-in button to X's form. */
async function toAuthorizePage(browser: Browser) {
  const { csrfToken } = (await (await browser.get(`${app.url}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const started = await browser.submit(`${app.url}/api/auth/signin/twitter`, {
    csrfToken,
    callbackUrl: `${app.url}/studio`,
  });
  const page = await browser.get(started.headers.get("location") ?? "");
  expect(page.status).toBe(200);
  return page.text();
}

async function decide(browser: Browser, html: string, choice: Record<string, string>) {
  const answer = await browser.submit(`${x.url}/i/oauth2/authorize`, { ...hiddenFields(html), ...choice });
  expect(answer.status).toBe(302);
  return browser.get(answer.headers.get("location") ?? "");
}

it("a new handle signs in through next-auth, and its tokens post", async () => {
  const browser = createBrowserLike();
  const html = await toAuthorizePage(browser);
  for (const scope of ["tweet.write", "media.write", "offline.access"]) expect(html).toContain(scope);
  const back = await decide(browser, html, { handle: "mira", decision: "allow" });
  expect(back.headers.get("location")).toBe(`${app.url}/studio`);
  const session = (await (await browser.get(`${app.url}/api/auth/session`)).json()) as { user: object };
  expect(session.user).toEqual({ name: "Mira", image: `${x.url}/profile_images/mira_normal.svg` });
  const account = app.accounts[0];
  expect(account).toMatchObject({
    provider: "twitter",
    token_type: "bearer",
    scope: "tweet.read tweet.write users.read media.write offline.access",
    refresh_token: expect.any(String),
  });
  const { data } = await xClient(x.url, account?.access_token ?? "").v2.me();
  expect(data).toMatchObject({ id: account?.providerAccountId, username: "mira" });
  await xClient(x.url, account?.access_token ?? "").v2.tweet("Signed in");
  expect(await x.ledger("Signed in")).toHaveLength(1);
});

it("an account that exists is offered, and signing in again is the same person with other tokens", async () => {
  const browser = createBrowserLike();
  await decide(browser, await toAuthorizePage(browser), { handle: "mira", decision: "allow" });
  const html = await toAuthorizePage(browser);
  expect(html).toContain('type="radio" name="account" value="mira" checked');
  await decide(browser, html, { account: "mira", handle: "", decision: "allow" });
  const [first, second] = app.accounts;
  expect(second?.providerAccountId).toBe(first?.providerAccountId);
  expect(second?.refresh_token).not.toBe(first?.refresh_token);
});

it("who refuses comes back to the app with access_denied, and is not signed in", async () => {
  const browser = createBrowserLike();
  const html = await toAuthorizePage(browser);
  const answer = await browser.submit(`${x.url}/i/oauth2/authorize`, {
    ...hiddenFields(html),
    handle: "",
    decision: "refuse",
  });
  const location = new URL(answer.headers.get("location") ?? "");
  expect(location.searchParams.get("error")).toBe("access_denied");
  expect(location.searchParams.get("state")).toBe(hiddenFields(html).state);
  await browser.get(location.href);
  expect(app.accounts).toEqual([]);
  expect(await (await browser.get(`${app.url}/api/auth/session`)).json()).toEqual({});
});

it("an impossible handle keeps the form and says what is allowed", async () => {
  const browser = createBrowserLike();
  const html = await toAuthorizePage(browser);
  for (const handle of ["far_too_long_for_x", "no spaces", "_sandbox", ""]) {
    const answer = await browser.submit(`${x.url}/i/oauth2/authorize`, {
      ...hiddenFields(html),
      handle,
      decision: "allow",
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("1 to 15 letters");
  }
});
