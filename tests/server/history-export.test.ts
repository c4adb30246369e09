import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { GET } from "~/app/api/tweets/[id]/history/route";
import type { HistoryExport } from "~/server/tweets/export-history";
import { deliverTo, dueTweet, xFault } from "../support/due-tweet";
import { sharedRoostWithMira } from "../support/shared-roost";

const session = vi.hoisted(() => ({ userId: null as string | null }));
vi.mock("~/server/auth", () => ({
  getSignedInUser: async () => session.userId && { userId: session.userId, name: "Mira" },
}));

const { h, mira } = sharedRoostWithMira();
beforeEach(() => {
  session.userId = mira.userId;
  // What is our own site is read from the environment.
  for (const [name, value] of Object.entries(h.env)) vi.stubEnv(name, String(value));
});

const ask = (id: string, headers: Record<string, string> = {}) =>
  GET(new Request(`${h.env.NEXTAUTH_URL}/api/tweets/${id}/history`, { headers }), {
    params: Promise.resolve({ id }),
  });

async function refusedTweet() {
  const tweet = await dueTweet(h, mira);
  await xFault(h, tweet.text, "status", { status: 400, detail: "Too purple." });
  await deliverTo(h.roost, tweet);
  return tweet;
}

describe("the export of a tweet's history", () => {
  test("is a file with the tweet, why it did not go out, and every entry in order", async () => {
    const tweet = await refusedTweet();
    const response = await ask(tweet.id);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="roost-history-${tweet.id}.json"`,
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
    const story = (await response.json()) as HistoryExport;
    expect(story).toMatchObject({
      schema: "roost.tweet-history",
      version: 1,
      tweet: {
        id: tweet.id,
        account: "mira",
        status: "FAILED",
        revision: 1,
        scheduledFor: tweet.scheduledFor?.toISOString(),
        publishedAt: null,
        deletedAt: null,
      },
      why: { question: "Why did it not go out?", answer: expect.stringContaining("Too purple.") },
    });
    expect(story.entries.map(({ source, kind }) => `${source} ${kind}`)).toEqual([
      "move scheduled",
      "flight arm asked",
      "move armed",
      "flight delivered",
      "move claimed",
      "flight sending",
      "flight answered",
      "move failed",
    ]);
    const ids = story.entries.map(({ id }) => BigInt(id));
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)));
  });

  test("keeps its shape: a reader of version 1 finds these names and no others", async () => {
    const story = (await (await ask((await refusedTweet()).id)).json()) as HistoryExport;
    expect(Object.keys(story)).toEqual(["schema", "version", "exportedAt", "tweet", "why", "entries"]);
    const both = ["id", "at", "source", "kind", "actor", "revision"];
    const names = { move: [...both, "from", "to", "scheduledFor"], flight: both };
    for (const entry of story.entries) {
      expect(Object.keys(entry)).toEqual([...names[entry.source], "detail", "text"]);
      expect(entry.text).toMatch(/\.$|"\)$/);
      expect(new Date(entry.at).toISOString()).toBe(entry.at);
    }
  });

  test("holds nothing of the text", async () => {
    const tweet = await refusedTweet();
    expect(await (await ask(tweet.id)).text()).not.toContain(tweet.text);
  });

  test("also of a deleted tweet is its owner's", async () => {
    const tweet = await refusedTweet();
    await mira.caller.tweet.delete({ id: tweet.id, revision: tweet.revision });
    const story = (await (await ask(tweet.id)).json()) as HistoryExport;
    expect(story.tweet?.deletedAt).not.toBeNull();
  });

  test("of another person's tweet, of none and of what is no id is answered in the same way", async () => {
    const tom = await h.signUp(`tom_${randomUUID().slice(0, 6)}`);
    const theirs = await dueTweet(h, tom);
    const answers = await Promise.all([theirs.id, randomUUID(), "x", "../../etc"].map((id) => ask(id)));
    const said = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]));
    expect(new Set(said.map(String)).size).toBe(1);
    expect(said[0]?.[0]).toBe(404);
  });

  test("is refused to nobody in particular and to another site's page", async () => {
    const { id } = await refusedTweet();
    expect((await ask(id, { Origin: "https://elsewhere.example" })).status).toBe(403);
    session.userId = null;
    expect((await ask(id)).status).toBe(401);
  });
});
