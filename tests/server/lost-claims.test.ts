// Between a claim's reading of a tweet and its taking of it somebody else moves the tweet.
import { describe, expect, test } from "vitest";
import { holdRow } from "~/server/tweets/lock-tweet";
import { withoutMessage } from "~/server/tweets/move-tweet";
import { deliverTo, dueTweet } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { recordedOf } from "../support/recorded";
import { sharedRoostWithMira } from "../support/shared-roost";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;

describe("a tweet that its owner gives a new time, while a delivery finds it past its lateness limit", () => {
  test("is not missed, and its history does not say so", async () => {
    const tweet = await dueTweet(h, mira);
    h.clock.advance(2 * hourMs);
    const scheduledFor = new Date((tweet.scheduledFor?.getTime() ?? 0) + 5 * hourMs);
    const { delivering, moved } = await h.db.$transaction(async (tx) => {
      await holdRow(tx, tweet.id);
      const delivering = deliverTo(h.roost, tweet);
      await untilOneWaits(h.db);
      const data = { ...withoutMessage, revision: tweet.revision + 1, scheduledFor };
      await tx.tweet.update({ where: { id: tweet.id }, data });
      return { delivering, moved: data };
    });
    expect(await delivering).toEqual({ kind: "handled", said: "somebody else took it" });
    expect(await wholeTweet(h.db, tweet.id)).toMatchObject({
      ...moved,
      status: "SCHEDULED",
      failureKind: null,
    });
    const delivered = (await recordedOf(h.db, tweet.id)).filter(({ kind }) => kind === "delivered");
    expect(delivered).toMatchObject([{ detail: { said: "somebody else took it" } }]);
    expect(await h.db.notification.count({ where: { tweetId: tweet.id } })).toBe(0);
  });
});
