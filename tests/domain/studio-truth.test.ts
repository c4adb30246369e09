import { describe, expect, it } from "vitest";
import { wayBack } from "~/components/auth/way-back";
import { shownTruth } from "~/components/truth/shown-truth";
import { truthWords } from "~/components/truth/truth-words";
import type { TruthLine, Unverified } from "~/server/tweets/view";
import { aQueue } from "../support/studio-fixtures";

const zone = "Europe/Berlin";
const now = new Date("2026-11-22T13:05:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const timeout = { kind: "timeout", text: "QStash did not answer in time." } as const;

describe("the truth line", () => {
  it("says that all is well only with a check that is young", () => {
    const truth = { kind: "verified", queued: 14, pending: 0, onHold: 0, checkedAt: secondsAgo(3) } as const;
    expect(truthWords(truth, now, zone)).toMatchObject({
      tone: "ok",
      sentence: "All 14 queued tweets are in QStash",
      checkedAt: secondsAgo(3),
    });
  });

  it("is never stale without saying so", () => {
    const truth = {
      kind: "verified",
      queued: 14,
      pending: 0,
      onHold: 0,
      checkedAt: secondsAgo(3600),
    } as const;
    expect(truthWords(truth, now, zone)).toMatchObject({
      tone: "muted",
      sentence: "14 tweets are queued; last seen in QStash 13:05",
      checkedAt: null,
    });
  });

  it("does not count a tweet as being in QStash before it has gone there", () => {
    const waiting = { kind: "verified", queued: 0, pending: 2, onHold: 0, checkedAt: null } as const;
    const mixed = { kind: "verified", queued: 1, pending: 1, onHold: 0, checkedAt: secondsAgo(3) } as const;
    expect(truthWords(waiting, now, zone).sentence).toBe("2 tweets wait to go to QStash");
    expect(truthWords(mixed, now, zone).sentence).toBe(
      "The 1 queued tweet is in QStash, 1 waits to go there",
    );
  });

  it("counts nothing as queued that a hold keeps from going out", () => {
    const some = { kind: "verified", queued: 2, pending: 0, onHold: 3, checkedAt: secondsAgo(3) } as const;
    const all = { ...some, queued: 0, onHold: 1 } as const;
    expect(truthWords(some, now, zone)).toMatchObject({
      tone: "ok",
      sentence: "All 2 queued tweets are in QStash, 3 are on hold",
    });
    expect(truthWords(all, now, zone)).toMatchObject({
      tone: "warn",
      sentence: "1 tweet is on hold; nothing else is queued",
    });
  });

  it("says no more than that QStash took what was never checked", () => {
    const truth = { kind: "verified", queued: 1, pending: 0, onHold: 0, checkedAt: null } as const;
    expect(truthWords(truth, now, zone).sentence).toBe("QStash took the 1 queued tweet");
  });

  it("names how many tweets will not be posted", () => {
    const one: TruthLine = { kind: "orphans", count: 1, tweetIds: ["a"], unverified: null };
    const two: TruthLine = { kind: "orphans", count: 2, tweetIds: ["a", "b"], unverified: null };
    expect(truthWords(one, now, zone).sentence).toBe(
      "1 tweet lost its place in QStash and will not be posted",
    );
    expect(truthWords(two, now, zone).sentence).toBe(
      "2 tweets lost their place in QStash and will not be posted",
    );
  });

  it("says both that a tweet will not be posted and that the others could not be verified", () => {
    const of = (unverified: Unverified) =>
      truthWords({ kind: "orphans", count: 1, tweetIds: ["a"], unverified }, now, zone);
    const text = "QStash refused Roost's token (401).";
    expect(of({ kind: "unauthorized", text })).toMatchObject({
      tone: "bad",
      sentence:
        "1 tweet lost its place in QStash and will not be posted. QStash refused our token; the others are unverified.",
      why: text,
    });
    expect(of({ kind: "unproven", text }).sentence).toBe(
      "1 tweet lost its place in QStash and will not be posted. QStash did not find another message once; the others are unverified.",
    );
  });

  it("says why nothing could be verified, since when, and that tweets still go out", () => {
    const since = new Date("2026-11-22T13:02:40Z");
    const truth = { kind: "unverified", count: 3, since, why: timeout } as const;
    expect(truthWords(truth, now, zone)).toMatchObject({
      tone: "warn",
      sentence: "QStash did not answer; the list is ours, unverified since 14:02. Tweets still go out.",
      why: timeout.text,
    });
  });

  it("names the day where a check is not of today", () => {
    const since = new Date("2026-11-21T13:02:00Z");
    const truth = { kind: "unverified", count: 3, since, why: timeout } as const;
    expect(truthWords(truth, now, zone).sentence).toContain("unverified since yesterday at 14:02.");
  });

  it("calls a message that was not found once a doubt, not a loss", () => {
    const why = { kind: "unproven", text: "It looks again by itself." } as const;
    const truth = { kind: "unverified", count: 1, since: null, why } as const;
    expect(truthWords(truth, now, zone).sentence).toBe(
      "QStash did not find 1 message of ours once; it is asked again before we say more",
    );
  });

  it("counts the tweets that are left on the schedule though their messages seem gone, and no others", () => {
    const text = "QStash's account, region or keys may have changed.";
    const of = (count: number) => truthWords({ kind: "breaker", count, text }, now, zone);
    expect(of(25)).toMatchObject({
      tone: "bad",
      sentence:
        "The messages of 25 tweets seem gone from QStash, too many at once to believe it; they stay scheduled.",
      why: text,
    });
    expect(of(1).sentence).toBe(
      "1 tweet's message seems gone from QStash, with too many others to believe it; it stays scheduled.",
    );
  });

  it("keeps the list and says how old it is while the server is away", () => {
    const known = {
      view: aQueue({ now: secondsAgo(240) }),
      readAtMs: 1,
      error: new Error("fetch failed"),
      now,
      zone,
    };
    expect(shownTruth(known)).toMatchObject({
      kind: "offline",
      sentence: "Roost's server did not answer. This list is from 14:01. Trying again by itself.",
    });
    expect(shownTruth({ ...known, view: undefined })).toMatchObject({
      sentence: "Roost's server did not answer. Trying again by itself.",
    });
  });

  it("says that the list is old while nothing has answered, and at once after an unanswered command", () => {
    const truth = { kind: "verified", queued: 5, pending: 0, onHold: 0, checkedAt: null } as const;
    const known = (ageS: number) => ({
      view: aQueue({ now: secondsAgo(ageS), truth }),
      readAtMs: 1,
      error: null,
      now,
      zone,
      freshMs: 12_000,
    });
    expect(shownTruth(known(12)).sentence).toBe("QStash took all 5 queued tweets");
    expect(shownTruth(known(13))).toMatchObject({
      kind: "offline",
      tone: "warn",
      sentence:
        "Roost's server has not answered for a while. This list is from 14:04. Trying again by itself.",
    });
    expect(shownTruth({ ...known(2), isUnanswered: true })).toMatchObject({
      kind: "offline",
      sentence: "Roost's server did not answer. This list is from 14:04. Trying again by itself.",
    });
  });

  it("says what the server itself said when it could answer", () => {
    const message = "Roost cannot reach its database right now.";
    const error = Object.assign(new Error(message), { data: { app: { code: "UNAVAILABLE" } } });
    expect(shownTruth({ view: undefined, readAtMs: null, error, now, zone }).sentence).toBe(
      `${message} Trying again by itself.`,
    );
  });

  it("does not promise to try again where only a sign-in or a reload helps", () => {
    for (const [code, way] of [
      ["UNAUTHENTICATED", "signIn"],
      ["OTHER_PERSON", "reload"],
    ] as const) {
      const error = Object.assign(new Error("This page has stopped."), { data: { app: { code } } });
      const known = { view: aQueue({ now: secondsAgo(240) }), readAtMs: 1, error, now, zone };
      expect(shownTruth(known).sentence).toBe("This page has stopped. This list is from 14:01.");
      expect(wayBack(error)).toBe(way);
    }
    expect(wayBack(new Error("fetch failed"))).toBeNull();
    expect(wayBack(null)).toBeNull();
  });

  it("claims nothing before the first answer", () => {
    expect(shownTruth({ view: undefined, readAtMs: null, error: null, now, zone }).kind).toBe("loading");
  });
});
