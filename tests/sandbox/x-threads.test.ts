import { afterAll, beforeAll, expect, it } from "vitest";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { uploadFile } from "../support/x-media";
import { startTestX, type TestAccount, type TestX } from "../support/x-sandbox";

let x: TestX;
let account: TestAccount;
let ids: string[];
let imageId: string;
const startMs = Date.parse("2026-11-22T09:00:00.000Z");
const clock = { nowMs: startMs, now: () => clock.nowMs };
const v2 = () => xClient(x.url, account.accessToken).v2;

// A thread of seven, ten seconds apart, with a stray post in between; the third part shows an image.
beforeAll(async () => {
  x = await startTestX({ clock });
  account = await x.account("mira");
  imageId = (await uploadFile(v2(), "image/png")).id;
  ids = [];
  for (let part = 1; part <= 7; part++) {
    clock.nowMs = startMs + part * 10_000;
    const above = ids.at(-1);
    const { data } = await v2().tweet({
      text: `Part ${part}`,
      ...(above ? { reply: { in_reply_to_tweet_id: above } } : {}),
      ...(part === 3 ? { media: { media_ids: [imageId] as [string] } } : {}),
    });
    ids.push(data.id);
    if (part === 4) await v2().tweet("Stray");
  }
  clock.nowMs += 10_000;
});
afterAll(() => x.close());

const fields = {
  "tweet.fields": [
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "entities",
    "in_reply_to_user_id",
    "note_tweet",
    "referenced_tweets",
  ],
} as const;

it("the timeline tells of each part what it answers and to which thread it belongs", async () => {
  const { data } = await v2().userTimeline(account.id, {
    ...fields,
    "tweet.fields": [...fields["tweet.fields"]],
  });
  const parts = data.data.filter((tweet) => tweet.text.startsWith("Part")).reverse();
  expect(parts.map(({ id }) => id)).toEqual(ids);
  expect(parts[0]).toEqual({
    id: ids[0],
    text: "Part 1",
    edit_history_tweet_ids: [ids[0]],
    author_id: account.id,
    conversation_id: ids[0],
    created_at: "2026-11-22T09:00:10.000Z",
  });
  for (const [index, part] of parts.slice(1).entries()) {
    expect(part).toMatchObject({
      conversation_id: ids[0],
      in_reply_to_user_id: account.id,
      referenced_tweets: [{ type: "replied_to", id: ids[index] }],
    });
  }
  expect(parts[2]).toMatchObject({
    attachments: { media_keys: [`3_${imageId}`] },
    entities: { urls: [{ media_key: `3_${imageId}` }] },
  });
  expect(parts[2]?.text).toMatch(/^Part 3 https:\/\/t\.co\/\w{10}$/);
});

it("a thread longer than a page is read whole through its pages, from a start time on", async () => {
  const start_time = new Date(startMs + 20_000).toISOString();
  const paginator = await v2().userTimeline(account.id, { max_results: 5, start_time });
  const seen: string[] = [];
  for await (const tweet of paginator) seen.push(tweet.text.slice(0, 6));
  expect(seen).toEqual(["Part 7", "Part 6", "Part 5", "Stray", "Part 4", "Part 3", "Part 2"]);
});

it("without replies only the head of the thread is shown", async () => {
  const { data } = await v2().userTimeline(account.id, { exclude: ["replies"] });
  expect(data.data.map(({ text }) => text)).toEqual(["Stray", "Part 1"]);
});

it("a deleted part is refused as parent, and its answers still name it", async () => {
  const gone = ids[5] ?? "";
  await v2().deleteTweet(gone);
  expect(await failureOf(v2().reply("Too late", gone))).toMatchObject({
    status: 403,
    body: { detail: "You attempted to reply to a Tweet that is deleted or not visible to you." },
  });
  const { data } = await v2().singleTweet(ids[6] ?? "", {
    "tweet.fields": ["referenced_tweets", "conversation_id", "in_reply_to_user_id"],
  });
  expect(data).toMatchObject({
    conversation_id: ids[0],
    in_reply_to_user_id: account.id,
    referenced_tweets: [{ type: "replied_to", id: gone }],
  });
});

it("a user deletes 50 posts in a quarter of an hour, and no more", async () => {
  const juno = await x.account("juno");
  const posts = xClient(x.url, juno.accessToken).v2;
  const created: string[] = [];
  for (let index = 0; index < 51; index++) created.push((await posts.tweet(`Number ${index}`)).data.id);
  const failures = [];
  for (const id of created) failures.push(await failureOf(posts.deleteTweet(id)));
  expect(failures.filter(({ kind }) => kind === "succeeded")).toHaveLength(50);
  expect(failures.at(-1)).toMatchObject({
    status: 429,
    error: { rateLimit: { limit: 50, remaining: 0, reset: (clock.nowMs + 900_000) / 1000 } },
  });
  clock.nowMs += 900_001;
  await posts.deleteTweet(created.at(-1) ?? "");
});
