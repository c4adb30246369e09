// A queue of threads, each stopped at another point, for looking at the studio.
import type { PartView, QueueView, TweetView } from "../../src/server/tweets/view";
import { aThread } from "../support/studio-fixtures";
import { calmQueue, mira } from "./look-queue";

const minuteMs = 60_000;

export const threadTexts = [
  "Five things we learned about queues this year. The first one took us three weekends to believe.",
  "An empty queue is not a healthy queue. It is a queue that nobody has asked anything of, or one that lost everything quietly.",
  "The clock on the wall and the clock in the machine disagree, and both of them are sure of it.",
  "Whatever can be delivered twice will be. The only question is whether you meet it on a Tuesday or on a launch day.",
  "Write down what you are about to do before you do it. Then do it. Then write down that you did.",
];

function thread(now: Date, id: string, states: PartView["state"][], changes: Partial<TweetView>): TweetView {
  const made = aThread(states);
  const parts = made.parts.map((part, index) => ({ ...part, text: threadTexts[index] ?? part.text }));
  const scheduledFor = new Date(Math.round(now.getTime() / minuteMs) * minuteMs - 30 * minuteMs);
  const text = parts.map((part) => part.text).join("\n\n");
  return { ...made, id, account: mira, parts, text, scheduledFor, ...changes };
}

/** Threads on their way, put off, failed half way, in doubt, and rolled back. */
export function threadQueue(now: Date): QueueView {
  const calm = calmQueue(now);
  const resumeUntil = new Date(now.getTime() + 20 * 60 * minuteMs);
  const started = { outCount: 2, canResume: true, resumeUntil, rollback: null };
  const rolledBack = (state: "removing" | "removed" | "stuck", error: string | null) => ({
    ...started,
    canResume: false,
    rollback: { state, error },
  });
  return {
    ...calm,
    upcoming: [
      thread(now, "t1", ["out", "sending", "waiting"], { state: "posting", sendingPart: 2, started }),
      thread(now, "t2", ["out", "out", "waiting", "waiting", "waiting"], { state: "queued", started }),
      thread(now, "t3", ["waiting", "waiting", "waiting"], {
        state: "queued",
        scheduledFor: new Date(now.getTime() + 120 * minuteMs),
      }),
      ...calm.upcoming.slice(1, 3),
    ],
    checkNeeded: [
      thread(now, "t4", ["out", "sending", "waiting"], {
        state: "checkNeeded",
        doubt: { part: 2, looks: 1, nextLookAt: new Date(now.getTime() + 40 * minuteMs) },
        started: { ...started, outCount: 1 },
        failure: {
          kind: "unconfirmed",
          happened:
            "Roost has no clear answer from X, so this may be up or not. It will not be posted again blindly.",
          next: "Look at the account on X, then say whether it is up.",
          detail: null,
        },
      }),
    ],
    failed: [
      thread(now, "t5", ["out", "out", "waiting", "waiting", "waiting"], {
        state: "failed",
        started,
        failure: {
          kind: "refused",
          happened: "X refused to post it. 2 of 5 parts are out.",
          next: "Read X's words, change the next part and resume it, leave it as it is, or delete on X what is out.",
          detail: "Your post includes a link that X does not allow.",
        },
      }),
    ],
    cancelled: [
      thread(now, "t6", ["out", "removed", "removed"], {
        state: "cancelled",
        started: rolledBack("stuck", "You are not allowed to delete this post."),
      }),
      thread(now, "t7", ["removed", "removed", "waiting"], {
        state: "cancelled",
        started: rolledBack("removed", null),
      }),
    ],
  };
}
