// A queue with every state in it, relative to a now, for looking at the studio.
import type { QueueView, TweetView } from "../../src/server/tweets/view";
import { aQueue, aTweet } from "../support/studio-fixtures";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const mira = { id: "a1", handle: "mira", name: "Mira Holt", avatarUrl: null };
export const roost = { id: "a2", handle: "roostapp", name: "Roost", avatarUrl: null };

const texts = {
  notes:
    "Shipping notes for v2, in one thread. What changed, what broke, and what we learned from the week after.",
  nobody: "The thing nobody tells you about queues is that the empty ones are the dangerous ones.",
  second: "A second account at the same minute, so that nobody has to choose.",
  long: "Most schedulers keep the promise in the calendar and break it in the queue. Ours keeps both lists and compares them, all day, and says so at the top of the page. Here is how that works and what it costs:\n\nhttps://roost.example/truth",
  friday: "Friday reading: three short posts about time zones, and one long one about leap seconds.",
  launch: "We open the doors on Monday at nine. Bring questions; we saved the good coffee.",
};

function tweet(now: Date, id: string, changes: Partial<TweetView>, aheadMs: number): TweetView {
  const scheduledFor = new Date(Math.round((now.getTime() + aheadMs) / minuteMs) * minuteMs);
  return aTweet({ id, account: mira, text: texts.nobody, scheduledFor, ...changes });
}

/** Nothing in it but two accounts. */
export function emptyQueue(now: Date): QueueView {
  return aQueue({
    now,
    accounts: [mira, roost].map((account) => ({ ...account, hold: null, pausedAt: null })),
  });
}

/** A day as it should be. */
export function calmQueue(now: Date): QueueView {
  const posted = { state: "posted", postUrl: "https://x.com/mira/status/1" } as const;
  return {
    ...emptyQueue(now),
    truth: { kind: "verified", queued: 5, pending: 1, onHold: 0, checkedAt: new Date(now.getTime() - 3000) },
    posted: [
      tweet(now, "p1", { ...posted, text: texts.notes, partCount: 3, publishedAt: now }, -2 * hourMs),
      tweet(now, "p2", { ...posted, isLate: true, publishedAt: now, account: roost }, -hourMs),
    ],
    upcoming: [
      tweet(now, "q0", { state: "posting", text: texts.friday }, -minuteMs),
      tweet(now, "q1", {}, 2 * hourMs),
      tweet(now, "q2", { text: texts.second, account: roost }, 2 * hourMs),
      tweet(now, "q3", { text: texts.long, isSuspected: true }, 3 * hourMs),
      tweet(now, "q4", { text: texts.launch, state: "onHold", account: roost }, 22 * hourMs),
      tweet(
        now,
        "q5",
        {
          text: texts.friday,
          state: "pending",
          pending: { armsAt: new Date(now.getTime() + 40 * hourMs), error: null },
        },
        88 * hourMs,
      ),
    ],
  };
}

/** Everything that can wait for a person. */
export function troubledQueue(now: Date): QueueView {
  const orphan = {
    reason: "REMOVED",
    foundAt: now,
    removedAt: new Date(now.getTime() - 20 * minuteMs),
    text: "Its message was removed in QStash, so it would not have been posted. Its text and time are kept.",
  } as const;
  const calm = calmQueue(now);
  return {
    ...calm,
    truth: { kind: "orphans", count: 2, tweetIds: ["u1", "u2"], unverified: null },
    accounts: calm.accounts.map((account) =>
      account.handle === "roostapp"
        ? {
            ...account,
            hold: {
              reason: "reconnect",
              since: now,
              until: null,
              text: "X no longer accepts Roost's access to this account. Connect it again; its tweets wait.",
            },
          }
        : account,
    ),
    unscheduled: [
      tweet(now, "u1", { state: "unscheduled", text: texts.long, orphan }, 4 * hourMs),
      tweet(
        now,
        "u2",
        { state: "unscheduled", text: texts.second, orphan: { ...orphan, removedAt: null } },
        -hourMs,
      ),
    ],
    checkNeeded: [
      tweet(
        now,
        "c1",
        {
          state: "checkNeeded",
          text: texts.launch,
          doubt: { part: 1, looks: 0, nextLookAt: new Date(now.getTime() + hourMs) },
          failure: {
            kind: "unconfirmed",
            happened:
              "Roost has no clear answer from X, so this may be up or not. It will not be posted again blindly.",
            next: "Look at the account on X, then say whether it is up.",
            detail: null,
          },
        },
        -3 * hourMs,
      ),
    ],
    failed: [
      ...["m1", "m2"].map((id) =>
        tweet(
          now,
          id,
          {
            state: "failed",
            account: roost,
            text: id === "m1" ? texts.second : texts.notes,
            failure: {
              kind: "missed",
              happened: "Its time passed by more than its lateness limit before it could be posted.",
              next: "Post it now, choose a new time, or drop it.",
              detail: "X did not let Roost post for its account, which has to be connected again.",
            },
          },
          -5 * hourMs,
        ),
      ),
      tweet(
        now,
        "f1",
        {
          state: "failed",
          text: texts.friday,
          failure: {
            kind: "duplicate",
            happened: "X refused it as a duplicate of an earlier post.",
            next: "Change the text, then schedule it again.",
            detail: "You are not allowed to create a Tweet with duplicate content.",
          },
        },
        -4 * hourMs,
      ),
    ],
    drafts: [tweet(now, "d1", { state: "draft", text: texts.nobody }, 26 * hourMs)],
    cancelled: [tweet(now, "x1", { state: "cancelled", text: texts.second }, 5 * hourMs)],
  };
}
