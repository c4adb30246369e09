// Pictures without words, of unknown outcome: only what X calls a file tells one from another.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { deliverTo, sweepNow, xFault } from "../support/due-tweet";
import { png } from "../support/media-files";
import { mediaWorld } from "../support/media-world";
import { wholeTweet } from "../support/placed-tweet";
import { settleToRest } from "../support/settling";
import { anImage } from "../support/uploaded";

const { h, mira, due, now, posts, fault } = mediaWorld();
const minuteMs = 60_000;
const lost = (kind: string) => fault(kind, { status: 503 }, { method: "POST", path: "/2/tweets" }, 1);

afterEach(() => h.x("/_sandbox/faults", { method: "DELETE" }));

/** A picture that Mira posts by hand. Returns the post's id. */
async function byHand(text = ""): Promise<string> {
  const token = await h.roost.publisher.token(mira.accountId);
  if (token.kind !== "token") throw new Error(token.kind);
  const { accessToken } = token;
  const { uploads, create } = h.roost.publisher;
  const bytes = png(3, 2, randomUUID());
  const file = { type: "image/png", category: "tweet_image", bytes: bytes.length };
  const begun = await uploads.initialize(accessToken, file);
  if (begun.kind !== "done") throw new Error(begun.detail);
  await uploads.append(accessToken, begun.value, 0, bytes);
  await uploads.finalize(accessToken, begun.value);
  const answer = await create(accessToken, { text, replyToXId: null, xMediaIds: [begun.value] });
  if (answer.kind !== "created") throw new Error(answer.detail);
  return answer.id;
}

const aPicture = async (text = "") => ({ text, media: [{ mediaId: (await anImage(h.roost, mira)).id }] });
const xIdsOf = async (id: string) => (await wholeTweet(h.db, id)).parts.map(({ xId }) => xId);

describe("a picture without words whose outcome X did not tell", () => {
  it("is found by what X calls its file, and stands once", async () => {
    const tweet = await due([await aPicture()]);
    await lost("status-after");
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    expect(await xIdsOf(tweet.id)).toEqual((await posts()).map(({ id }) => id));
    expect(await posts()).toHaveLength(1);
  });

  it("is not taken for another that its owner posted by hand ten minutes before: both stand", async () => {
    const tweet = await due([await aPicture()]);
    const hand = await byHand();
    h.clock.advance(10 * minuteMs);
    await lost("status");
    await deliverTo(h.roost, tweet);
    expect(await settleToRest(h, tweet.id)).toBe("PUBLISHED");
    const [older, newer] = await posts();
    expect(older?.id).toBe(hand);
    expect(await xIdsOf(tweet.id)).toEqual([newer?.id]);
  });

  it.each(["", "the same words"])(
    "is left to its owner where another picture was posted meanwhile, with '%s'",
    async (text) => {
      await h.x("/_sandbox/limits", { method: "POST", body: { duplicateWindowMs: 0 } });
      const tweet = await due([await aPicture(text)]);
      await byHand(text);
      await lost("status");
      await deliverTo(h.roost, tweet);
      expect(await settleToRest(h, tweet.id)).toBe("UNCONFIRMED");
      expect(await xIdsOf(tweet.id)).toEqual([null]);
      expect(await now(tweet)).toMatchObject({ state: "checkNeeded" });
      expect(await posts()).toHaveLength(1);
    },
  );

  it("leads no roll-back to a post that its owner made by hand", async () => {
    const second = `second ${randomUUID()}`;
    const tweet = await due([await aPicture(), { text: second }]);
    const hand = await byHand();
    h.clock.advance(10 * minuteMs);
    await lost("status");
    await xFault(h, second, "status", { status: 403 });
    await deliverTo(h.roost, tweet);
    await settleToRest(h, tweet.id);
    await sweepNow(h.roost);
    const { revision } = await now(tweet);
    await mira.caller.tweet.roll_back({ id: tweet.id, revision });
    const { tweets } = await h.x("/_sandbox/tweets");
    const standing = tweets.filter(
      ({ handle, deletedAt }: { handle: string; deletedAt: string | null }) =>
        handle === mira.handle && deletedAt === null,
    );
    expect(standing.map(({ id }: { id: string }) => id)).toEqual([hand]);
  });
});
