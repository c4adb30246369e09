// Tweets that show something, and X as they meet it.
import { beforeEach } from "vitest";
import type { MediaInput } from "~/server/tweets/require-parts";
import type { TweetView } from "~/server/tweets/view";
import { newTweet } from "./roost-harness";
import { emptiedRoost } from "./shared-roost";

const hourMs = 3_600_000;

/** As /_sandbox/media tells it. */
export type MediaAtX = {
  id: string;
  type: string;
  category: string;
  bytes: number;
  sha256: string | null;
  altText: string | null;
  state: string;
  usedBy: string[];
};

export type PostAtX = {
  id: string;
  text: string;
  createdAt: string;
  inReplyTo: string | null;
  media: { id: string; type: string; altText: string | null }[];
};

export type Parts = { text: string; media?: MediaInput[] }[];

/** One Roost for all tests of the file; before each a new Mira, and no faults at X. */
export function mediaWorld() {
  const { h, mira } = emptiedRoost();
  beforeEach(async () => {
    await h.x("/_sandbox/faults", { method: "DELETE" });
    await h.x("/_sandbox/limits", { method: "DELETE" });
  });
  return {
    h,
    mira,
    /** A queued tweet of these parts whose second has come. */
    due: async (parts: Parts, latenessLimitS?: number | null): Promise<TweetView> => {
      const { text: _, ...rest } = newTweet(mira, await h.clock.now(), hourMs);
      const limit = latenessLimitS === undefined ? {} : { latenessLimitS };
      const tweet = await mira.caller.tweet.schedule({ ...rest, ...limit, parts });
      h.clock.advance((tweet.scheduledFor?.getTime() ?? 0) - (await h.clock.now()).getTime());
      return tweet;
    },
    now: (tweet: { id: string }) => mira.caller.tweet.get({ id: tweet.id }),
    /** What X has of Mira's uploads, the first first. */
    atX: async (): Promise<MediaAtX[]> => (await h.x(`/_sandbox/media?handle=${mira.handle}`)).media,
    /** Mira's posts, the first first. */
    posts: async (): Promise<PostAtX[]> =>
      (await h.x("/_sandbox/tweets")).tweets
        .filter(({ handle }: { handle: string }) => handle === mira.handle)
        .sort((a: PostAtX, b: PostAtX) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
    /** How often X was called for Mira about this: initialize, append, finalize, metadata, STATUS, tweets. */
    calls: async (step: string): Promise<number> => {
      const { requests } = await h.x(`/_sandbox/requests?handle=${mira.handle}`);
      const isIt = ({ method, path }: { method: string; path: string }) =>
        step === "STATUS" ? method === "GET" && path === "/2/media/upload" : path.endsWith(`/${step}`);
      return requests.filter(isIt).length;
    },
    fault: (kind: string, params: object = {}, match: object = {}, count: number | null = null) =>
      h.x("/_sandbox/faults", { method: "POST", body: { kind, params, match, count } }),
    uses: (tweet: { id: string }) =>
      h.db.partMedia.findMany({
        where: { part: { tweetId: tweet.id } },
        orderBy: [{ part: { position: "asc" } }, { position: "asc" }],
      }),
  };
}
