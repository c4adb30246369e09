import { afterAll, beforeAll, expect, it } from "vitest";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { startTestX, type TestAccount, type TestX } from "../support/x-sandbox";

let x: TestX;
let account: TestAccount;
let ids: string[];
const startMs = Date.parse("2026-11-22T09:00:00.000Z");
const clock = { nowMs: startMs, now: () => clock.nowMs };
const texts = Array.from({ length: 12 }, (_, index) => `Number ${index}`);
const at = (second: number) => new Date(startMs + second * 1000).toISOString().replace(".000Z", "Z");

beforeAll(async () => {
  x = await startTestX({ clock });
  account = await x.account("mira");
  ids = [];
  for (const [index, text] of texts.entries()) {
    // Two lie on a full second, where "from" and "until" differ.
    clock.nowMs = startMs + index * 1000 + (index === 2 || index === 10 ? 0 : 250);
    const reply = index === 3 ? { reply: { in_reply_to_tweet_id: ids[2] ?? "" } } : {};
    ids.push((await xClient(x.url, account.accessToken).v2.tweet({ text, ...reply })).data.id);
  }
});
afterAll(() => x.close());

const v2 = () => xClient(x.url, account.accessToken).v2;
const read = async (query: object) => {
  const { data } = await v2().userTimeline(account.id, query);
  return (data.data ?? []).map((tweet) => texts.indexOf(tweet.text));
};

it("the newest ten come first, with the dates and ids that X gives", async () => {
  const { data } = await v2().userTimeline(account.id, { "tweet.fields": ["created_at", "author_id"] });
  expect(data.data).toHaveLength(10);
  expect(data.data[0]).toEqual({
    id: ids[11],
    text: "Number 11",
    edit_history_tweet_ids: [ids[11]],
    created_at: "2026-11-22T09:00:11.000Z",
    author_id: account.id,
  });
  expect(data.meta).toMatchObject({ result_count: 10, newest_id: ids[11], oldest_id: ids[2] });
});

it("pages forth and back cover every tweet once", async () => {
  const paginator = await v2().userTimeline(account.id, { max_results: 5 });
  const seen: string[] = [];
  for await (const tweet of paginator) seen.push(tweet.id);
  expect(seen).toEqual([...ids].reverse());
  const first = await v2().userTimeline(account.id, { max_results: 5 });
  const second = await first.next();
  const back = await second.previous();
  expect(back.data.data.map((tweet) => tweet.id)).toEqual(first.data.data.map((tweet) => tweet.id));
});

it("since_id and until_id leave out their own tweet", async () => {
  expect(await read({ since_id: ids[9] })).toEqual([11, 10]);
  expect(await read({ until_id: ids[2] })).toEqual([1, 0]);
});

it("start_time is inside, end_time is outside", async () => {
  expect(await read({ start_time: at(10) })).toEqual([11, 10]);
  expect(await read({ end_time: at(2) })).toEqual([1, 0]);
  expect(await read({ start_time: at(4), end_time: at(6) })).toEqual([5, 4]);
});

it("replies can be left out", async () => {
  expect(await read({ exclude: ["replies"], end_time: at(5) })).toEqual([4, 2, 1, 0]);
});

it("without a match there is no data, only a count of zero", async () => {
  const { data } = await v2().userTimeline(account.id, { start_time: at(3600) });
  expect(data).toEqual({ meta: { result_count: 0 } });
});

it.each([
  { max_results: 4 },
  { max_results: 101 },
  { since_id: "abc" },
  { start_time: "yesterday" },
  { exclude: ["likes"] },
  { "tweet.fields": ["colour"] },
  { pagination_token: "nonsense" },
  { colour: "red" },
])("the query %j is an invalid request", async (query) => {
  expect(await failureOf(v2().get(`users/${account.id}/tweets`, query))).toMatchObject({
    status: 400,
    body: {
      title: "Invalid Request",
      errors: [{ parameters: expect.anything(), message: expect.any(String) }],
    },
  });
});

it.each([{ expansions: "author_id" }, { "tweet.fields": "public_metrics" }])(
  "the query %j is not served and says so",
  async (query) => {
    expect(await failureOf(v2().get(`users/${account.id}/tweets`, query))).toMatchObject({ status: 501 });
  },
);

it("a user or a tweet that is not there is told as X tells it: 200 with errors", async () => {
  const user = await v2().get("users/42/tweets");
  expect(user).toMatchObject({ errors: [{ detail: "Could not find user with id: [42]." }] });
  const tweet = await v2().singleTweet("9999999999999999999");
  expect(tweet.errors?.[0]).toMatchObject({
    title: "Not Found Error",
    type: "https://api.twitter.com/2/problems/resource-not-found",
  });
});

it("me gives id, name and username, and the fields that were asked for", async () => {
  expect((await v2().me()).data).toEqual({ id: account.id, name: "Mira", username: "mira" });
  const { data } = await v2().me({ "user.fields": ["profile_image_url", "created_at"] });
  const image = await fetch(data.profile_image_url ?? "");
  expect(image.headers.get("content-type")).toBe("image/svg+xml");
});
