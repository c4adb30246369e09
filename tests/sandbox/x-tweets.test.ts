import { describe, expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { waitingOnLock } from "../support/waiting-on-lock";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";

const { x, clock } = sharedX();

const signedIn = async (handle = "mira") => {
  const account = await x.account(handle);
  return { account, v2: xClient(x.url, account.accessToken).v2 };
};

describe("creating", () => {
  it("a created tweet has an id and stands in the ledger once", async () => {
    const { account, v2 } = await signedIn();
    const before = Date.now();
    const { data } = await v2.tweet("Hello");
    expect(data).toEqual({
      id: expect.stringMatching(/^\d{15,19}$/),
      text: "Hello",
      edit_history_tweet_ids: [data.id],
    });
    const [row, ...more] = await x.ledger("Hello");
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      id: data.id,
      userId: account.id,
      handle: "mira",
      inReplyTo: null,
      deletedAt: null,
    });
    expect(row?.createdAt).toMatch(/\.\d{3}Z$/);
    expect(Date.parse(row?.createdAt ?? "")).toBeGreaterThanOrEqual(before);
    expect(Date.parse(row?.createdAt ?? "")).toBeLessThanOrEqual(Date.now());
  });

  it("ids always rise, also when the clock goes back", async () => {
    const { v2 } = await signedIn();
    const ids: bigint[] = [];
    for (const [text, offsetMs] of [
      ["a", 0],
      ["b", -5000],
      ["c", 0],
    ] as const) {
      clock.offsetMs = offsetMs;
      ids.push(BigInt((await v2.tweet(text)).data.id));
    }
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  it("addresses become t.co links and signs are escaped, while the ledger keeps what was sent", async () => {
    const { account, v2 } = await signedIn();
    const text = "👋 a < b & c > d, see https://www.example.com/path?a=1&b=2 and example.org";
    const { data } = await v2.tweet(text);
    expect(data.text).toMatch(
      /^👋 a &lt; b &amp; c &gt; d, see https:\/\/t\.co\/\w{10} and https:\/\/t\.co\/\w{10}$/,
    );
    const timeline = await v2.userTimeline(account.id, { "tweet.fields": ["entities"] });
    const urls = timeline.data.data[0]?.entities?.urls ?? [];
    expect(urls.map((url) => url.expanded_url)).toEqual([
      "https://www.example.com/path?a=1&b=2",
      "http://example.org",
    ]);
    expect(urls[1]?.display_url).toBe("example.org");
    const shown = [...data.text];
    expect(urls.map((url) => shown.slice(url.start, url.end).join(""))).toEqual(urls.map((url) => url.url));
    expect((await x.ledger(text))[0]?.text).toBe(text);
  });

  it("280 weighted characters are taken and 281 are not permitted", async () => {
    const { v2 } = await signedIn();
    await v2.tweet("日".repeat(140));
    expect(await failureOf(v2.tweet(`${"日".repeat(140)}a`))).toMatchObject({
      kind: "answered",
      status: 403,
      body: { detail: "You are not permitted to perform this action.", title: "Forbidden", status: 403 },
    });
  });

  it("an address counts 23 however long it is", async () => {
    const { v2 } = await signedIn();
    await v2.tweet(`${"a".repeat(256)} https://example.com/${"x".repeat(300)}`);
    expect(await x.ledger()).toHaveLength(1);
  });

  it("the same text of the same user is refused within a day, and taken after it", async () => {
    const { v2 } = await signedIn();
    const other = await signedIn("juno");
    await v2.tweet("Same");
    await other.v2.tweet("Same");
    expect(await failureOf(v2.tweet(" Same\n"))).toMatchObject({
      status: 403,
      body: { detail: "You are not allowed to create a Tweet with duplicate content.", type: "about:blank" },
    });
    clock.offsetMs = 24 * 3600 * 1000 + 1000;
    await x.account("mira").then(({ accessToken }) => xClient(x.url, accessToken).v2.tweet("Same"));
    expect(await x.ledger("Same")).toHaveLength(3);
  });

  it("of two equal tweets in flight at the same time one is created", async () => {
    const { v2 } = await signedIn();
    const create = () => failureOf(v2.tweet("At once"));
    const both = await waitingOnLock(x.databaseUrl, "SELECT 1 FROM accounts FOR UPDATE", 2, () =>
      Promise.all([create(), create()]),
    );
    expect(both.map((failure) => failure.kind).sort()).toEqual(["answered", "succeeded"]);
    expect(await x.ledger("At once")).toHaveLength(1);
  });

  it("200 tweets over 4 accounts at once are 200 rows with 200 ids", async () => {
    const people = await Promise.all(["a1", "a2", "a3", "a4"].map(signedIn));
    await Promise.all(
      people.flatMap(({ v2, account }) =>
        Array.from({ length: 50 }, (_, index) => v2.tweet(`${account.handle} ${index}`)),
      ),
    );
    const ledger = await x.ledger();
    expect(ledger).toHaveLength(200);
    expect(new Set(ledger.map((tweet) => tweet.id)).size).toBe(200);
    expect(new Set(ledger.map((tweet) => tweet.text)).size).toBe(200);
  });

  it.each([
    [{}, "Please include either text or media in your Tweet."],
    [{ text: "" }, "Please include either text or media in your Tweet."],
    [{ text: "  " }, "Please include either text or media in your Tweet."],
    [{ text: 7 }, "$.text"],
    [{ text: "a", colour: "red" }, "$.colour: is not defined in the schema"],
    [
      { text: "a", reply: { in_reply_to_tweet_id: "abc" } },
      "$.reply.in_reply_to_tweet_id: does not match the regex",
    ],
    [{ text: "a", reply_settings: "nobody" }, "$.reply_settings"],
  ])("the body %j is refused as an invalid request", async (body, message) => {
    const { v2 } = await signedIn();
    const failure = await failureOf(v2.post("tweets", body));
    expect(failure).toMatchObject({
      status: 400,
      body: {
        title: "Invalid Request",
        type: "https://api.twitter.com/2/problems/invalid-request",
        errors: [{ message: expect.stringContaining(message) }],
      },
    });
    expect(await x.ledger()).toEqual([]);
  });

  it.each([
    { media: { media_ids: ["1"], tagged_user_ids: ["1"] } },
    { quote_tweet_id: "1" },
    { poll: { options: ["a", "b"], duration_minutes: 5 } },
  ])("%j is not served and says so", async (extra) => {
    const { v2 } = await signedIn();
    const failure = await failureOf(v2.post("tweets", { text: "a", ...extra }));
    expect(failure).toMatchObject({
      status: 501,
      body: { detail: expect.stringContaining("does not serve") },
    });
    expect(await x.ledger()).toEqual([]);
  });
});

describe("replies", () => {
  it("a reply hangs under its tweet and keeps the conversation", async () => {
    const { account, v2 } = await signedIn();
    const first = await v2.tweet("One");
    const second = await v2.reply("Two", first.data.id);
    const third = await v2.reply("Three", second.data.id);
    expect((await x.ledger("Three"))[0]?.inReplyTo).toBe(second.data.id);
    const { data } = await v2.singleTweet(third.data.id, {
      "tweet.fields": ["conversation_id", "in_reply_to_user_id", "referenced_tweets", "author_id"],
    });
    expect(data).toMatchObject({
      author_id: account.id,
      conversation_id: first.data.id,
      in_reply_to_user_id: account.id,
      referenced_tweets: [{ type: "replied_to", id: second.data.id }],
    });
  });

  it("a reply to a tweet that is gone is refused", async () => {
    const { v2 } = await signedIn();
    const { data } = await v2.tweet("Soon gone");
    await v2.deleteTweet(data.id);
    for (const id of [data.id, "12345"]) {
      expect(await failureOf(v2.reply("Late", id))).toMatchObject({
        status: 403,
        body: { detail: "You attempted to reply to a Tweet that is deleted or not visible to you." },
      });
    }
  });

  it("a reply to a stranger is refused unless the stranger mentioned one", async () => {
    const mira = await signedIn();
    const juno = await signedIn("juno");
    const plain = await juno.v2.tweet("Just talking");
    const mention = await juno.v2.tweet("What does @Mira say?");
    expect(await failureOf(mira.v2.reply("Me too", plain.data.id))).toMatchObject({ status: 403 });
    await mira.v2.reply("This", mention.data.id);
    expect(await x.ledger("This")).toHaveLength(1);
  });
});

describe("deleting", () => {
  it("a deleted tweet is gone from reads and stays in the ledger", async () => {
    const { account, v2 } = await signedIn();
    const { data } = await v2.tweet("Oops");
    expect((await v2.deleteTweet(data.id)).data).toEqual({ deleted: true });
    expect((await v2.singleTweet(data.id)).errors?.[0]?.title).toBe("Not Found Error");
    expect((await v2.userTimeline(account.id)).data.meta.result_count).toBe(0);
    expect((await x.ledger("Oops"))[0]?.deletedAt).toMatch(/Z$/);
  });

  it("a tweet is deleted once: again, and what never was, are not found", async () => {
    const { v2 } = await signedIn();
    const { data } = await v2.tweet("Twice");
    const both = await Promise.all([1, 2].map(() => failureOf(v2.deleteTweet(data.id))));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["answered", "succeeded"]);
    for (const id of [data.id, "12345"]) {
      expect(await failureOf(v2.deleteTweet(id))).toMatchObject({
        status: 404,
        body: {
          detail: `Could not find tweet with id: [${id}].`,
          title: "Not Found Error",
          type: "https://api.twitter.com/2/problems/resource-not-found",
        },
      });
    }
  });

  it("another person's tweet can't be deleted", async () => {
    const mira = await signedIn();
    const juno = await signedIn("juno");
    const { data } = await mira.v2.tweet("Mine");
    expect(await failureOf(juno.v2.deleteTweet(data.id))).toMatchObject({ status: 403 });
    expect((await x.ledger("Mine"))[0]?.deletedAt).toBeNull();
  });
});
