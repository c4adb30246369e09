import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { xClient } from "../support/x-client";
import { startTestX, type TestX } from "../support/x-sandbox";

let x: TestX;
let tweetId: string;
const text = 'See <script>alert(1)</script> at https://example.com/?a=1&b="2';

beforeAll(async () => {
  x = await startTestX();
  const { v2 } = xClient(x.url, (await x.account("mira")).accessToken);
  tweetId = (await v2.tweet(text)).data.id;
  await v2.reply("And more", tweetId);
});
afterAll(() => x.close());

const page = async (path: string) => {
  const response = await fetch(x.url + path);
  return { status: response.status, html: await response.text(), headers: response.headers };
};

it.each(["/", "/mira", "/MIRA"])(
  "%s shows the posts with their links, and runs nothing that they hold",
  async (path) => {
    const { status, html, headers } = await page(path);
    expect(status).toBe(200);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toContain("<script");
    expect(html).toContain('href="https://example.com/?a=1&amp;b=');
    expect(html).toContain(`/mira/status/${tweetId}`);
    expect(html).toContain("And more");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-frame-options")).toBe("DENY");
  },
);

it("a post has a page of its own, and an id under a wrong handle leads to it", async () => {
  expect((await page(`/mira/status/${tweetId}`)).html).toContain("@mira");
  const wrong = await fetch(`${x.url}/i/status/${tweetId}`, { redirect: "manual" });
  expect(wrong.headers.get("location")).toBe(`/mira/status/${tweetId}`);
});

it.each(["/nobody", "/mira/status/42", "/mira/status/abc"])("%s is a 404 page", async (path) => {
  const { status, headers } = await page(path);
  expect(status).toBe(404);
  expect(headers.get("content-type")).toContain("text/html");
});

it.each([
  ["POST", "/2/media/upload"],
  ["POST", "/2/media/subtitles"],
  ["GET", "/2/tweets"],
  ["PUT", "/2/tweets/1"],
  ["GET", "/2/users/by/username/mira"],
  ["GET", "/1.1/statuses/home_timeline.json"],
])("%s %s is not served and says so", async (method, path) => {
  const response = await fetch(x.url + path, { method });
  expect(response.status).toBe(501);
  expect(await response.json()).toMatchObject({
    status: 501,
    detail: `The X sandbox does not serve ${method} ${path}.`,
  });
});

const statusWith = (headers: Record<string, string>, method = "GET", path = "/") =>
  new Promise<number>((resolve, reject) => {
    request(x.url + path, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });

it("a name that was pointed at this machine gets nothing", async () => {
  const { port } = new URL(x.url);
  for (const path of ["/", "/_sandbox/tweets", "/2/users/me"]) {
    expect(await statusWith({ host: `evil.example:${port}` }, "GET", path)).toBe(403);
    expect(await statusWith({ host: `127.0.0.1.evil.example:${port}` }, "GET", path)).toBe(403);
  }
  expect(await statusWith({ host: `localhost:${port}` })).toBe(200);
  expect(await statusWith({ host: `[::1]:${port}` })).toBe(200);
});

it("another site's page changes nothing here", async () => {
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    expect(await statusWith(headers, "POST", "/_sandbox/reset")).toBe(403);
    expect(await statusWith(headers, "POST", "/i/oauth2/authorize")).toBe(403);
    expect(await statusWith(headers, "DELETE", "/_sandbox/faults")).toBe(403);
  }
  expect(await x.ledger()).toHaveLength(2);
});

it("the fault page sets, shows and removes a fault without JavaScript", async () => {
  const submit = (path: string, fields: Record<string, string>) =>
    fetch(x.url + path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: x.url },
      redirect: "manual",
    });
  const empty = { handle: "", textIncludes: "", path: "", method: "" };
  const set = await submit("/_sandbox/faults", { ...empty, kind: "slow", count: "1", params: '{"ms": 5}' });
  expect(set.headers.get("location")).toBe("/_sandbox");
  expect((await page("/_sandbox")).html).toContain("1 of 1 left");
  const wrong = await submit("/_sandbox/faults", { ...empty, kind: "slow", count: "1", params: "soon" });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain("params of slow");
  const { faults } = await x.get<{ faults: { id: number }[] }>("/_sandbox/faults");
  await submit(`/_sandbox/faults/${faults[0]?.id}/remove`, {});
  expect(await x.get("/_sandbox/faults")).toEqual({ faults: [] });
});
