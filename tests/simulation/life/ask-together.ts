// One command on several tweets: each of them is an act of its own, and answered for itself.
import type { ScheduleAllAnswer } from "~/server/tweets/schedule-all";
import type { Act, Answer } from "../world/acts";
import type { Caller } from "../world/world";
import { ask } from "./ask";
import type { Life, Tab } from "./life";

const nothing = { texts: null, scheduledForMs: null };

/** Asks once for all of them. Returns the act of asking, when the answer is there or will never come. */
export async function askTogether(
  life: Life,
  tab: Tab,
  kind: "retryAll",
  tweets: { id: string; revision: number }[],
  run: (caller: Caller) => Promise<ScheduleAllAnswer>,
): Promise<Act> {
  const { userId } = tab.person;
  const each = tweets.map(({ id, revision }) =>
    life.acts.begin({ kind, tweetId: id, base: revision, userId, ...nothing }),
  );
  let heard: ScheduleAllAnswer | null = null;
  const whole = await ask(life, tab, { kind, tweetId: null, base: 0, ...nothing }, async (caller) => {
    heard = await run(caller);
    return heard;
  });
  for (const act of each) life.acts.end(act, answerTo(act, whole, heard));
  return whole;
}

function answerTo({ tweetId }: Act, whole: Act, heard: ScheduleAllAnswer | null): Answer {
  if (whole.answer?.kind !== "ok") return whole.answer ?? { kind: "unknown" };
  const done = heard?.scheduled.find(({ id }) => id === tweetId);
  if (done) return { kind: "ok", revision: done.revision };
  const refused = heard?.refused.find(({ id }) => id === tweetId);
  return refused ? { kind: "refused", code: refused.code, message: refused.message } : { kind: "unknown" };
}
