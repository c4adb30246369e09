import { describe, expect, it } from "vitest";
import { appendPage, applyTweet, findTweet, removeTweet } from "~/components/queue/apply-tweet";
import { groupByDay } from "~/components/queue/group-by-day";
import { pollIntervalMs } from "~/components/queue/poll-interval";
import { aQueue, aTweet } from "../support/studio-fixtures";

const zone = "Europe/Berlin";
const now = new Date("2026-11-22T13:00:00Z");
const at = (text: string) => new Date(text);

describe("the queue by day", () => {
  it("splits days at the person's midnight, not at UTC's", () => {
    const days = groupByDay(
      [
        aTweet({ id: "late", scheduledFor: at("2026-11-22T22:59:59Z") }),
        aTweet({ id: "next", scheduledFor: at("2026-11-22T23:00:00Z") }),
      ],
      now,
      zone,
    );
    expect(days.map(({ title, tweets }) => [title, tweets.map(({ id }) => id)])).toEqual([
      ["Today, Sunday 22 November", ["late"]],
      ["Tomorrow, Monday 23 November", ["next"]],
    ]);
  });

  it("keeps a tweet's place when it is posted, also when it was posted late", () => {
    const queued = [
      aTweet({ id: "a", scheduledFor: at("2026-11-22T12:00:00Z") }),
      aTweet({ id: "b", scheduledFor: at("2026-11-22T12:30:00Z") }),
    ];
    const posted = queued.map((tweet) =>
      tweet.id === "a"
        ? { ...tweet, state: "posted" as const, publishedAt: at("2026-11-22T12:40:00Z") }
        : tweet,
    );
    const order = (tweets: typeof queued) => groupByDay(tweets, now, zone)[0]?.tweets.map(({ id }) => id);
    expect(order(posted)).toEqual(order(queued));
  });

  it("puts the now line between what was due and what is to come", () => {
    const tweets = [
      aTweet({ id: "past", scheduledFor: at("2026-11-22T12:00:00Z") }),
      aTweet({ id: "ahead", scheduledFor: at("2026-11-22T14:00:00Z") }),
    ];
    expect(groupByDay(tweets, now, zone)[0]?.nowIndex).toBe(1);
  });

  it("always shows today, so that the now line has a place", () => {
    const days = groupByDay([aTweet({ scheduledFor: at("2026-11-25T10:00:00Z") })], now, zone);
    expect(days.map(({ title, nowIndex }) => [title, nowIndex])).toEqual([
      ["Today, Sunday 22 November", 0],
      ["Wednesday 25 November", null],
    ]);
  });

  it("keeps the order of tweets of one second between reads", () => {
    const [a, b] = [aTweet({ id: "a" }), aTweet({ id: "b" })];
    const ids = (tweets: (typeof a)[]) => groupByDay(tweets, now, zone)[0]?.tweets.map(({ id }) => id);
    expect(ids([b, a])).toEqual(ids([a, b]));
  });
});

describe("a tweet painted before the next read", () => {
  it("stands in one section only, the one of its state", () => {
    const view = aQueue({ upcoming: [aTweet()] });
    const after = applyTweet(view, aTweet({ revision: 2, state: "draft" }));
    expect(after.upcoming).toEqual([]);
    expect(after.drafts.map(({ revision }) => revision)).toEqual([2]);
    expect(findTweet(after, "t1")?.state).toBe("draft");
  });

  it("takes its place by time", () => {
    const view = aQueue({ upcoming: [aTweet({ id: "z" })] });
    const early = aTweet({ id: "early", scheduledFor: at("2026-11-22T11:00:00Z") });
    expect(applyTweet(view, early).upcoming.map(({ id }) => id)).toEqual(["early", "z"]);
  });

  it("is gone everywhere once deleted", () => {
    expect(removeTweet(aQueue({ failed: [aTweet()] }), "t1").failed).toEqual([]);
  });

  it("is not listed twice when two pages overlap", () => {
    const [one, two] = [aTweet({ id: "one" }), aTweet({ id: "two" })];
    const first = aQueue({ upcoming: [one, two], nextCursor: "c" });
    const second = aQueue({ upcoming: [two, aTweet({ id: "three" })] });
    const all = appendPage(first, second);
    expect(all.upcoming.map(({ id }) => id)).toEqual(["one", "two", "three"]);
    expect(all.nextCursor).toBeNull();
  });
});

describe("the pace of reading", () => {
  it("doubles while something is about to be posted, and eases while the server is away", () => {
    const soon = aQueue({ now, upcoming: [aTweet({ scheduledFor: at("2026-11-22T13:00:30Z") })] });
    const later = aQueue({ now, upcoming: [aTweet()] });
    const posting = aQueue({ now, upcoming: [aTweet({ state: "posting" })] });
    expect(pollIntervalMs(soon, false, 1)).toBe(1000);
    expect(pollIntervalMs(posting, false, 1)).toBe(1000);
    expect(pollIntervalMs(later, false, 1)).toBe(2000);
    expect(pollIntervalMs(later, true, 1)).toBe(3000);
    expect(pollIntervalMs(later, false, 3)).toBe(6000);
  });
});
