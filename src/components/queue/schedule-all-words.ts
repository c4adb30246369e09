import type { TweetView } from "~/server/tweets/view";
import { excerpt } from "../tweet/excerpt";

export type Refusal = { id: string; text: string; code: string; message: string };

/** "Schedule again", "Schedule both again", "Schedule all 14 again". */
export function scheduleAllLabel(count: number): string {
  if (count === 1) return "Schedule it again";
  return count === 2 ? "Schedule both again" : `Schedule all ${count} again`;
}

/** What came of scheduling many again: how many went back, and for each other one why not. */
export function scheduleAllWords(scheduled: number, refused: Refusal[]): { title: string; lines: string[] } {
  const done = scheduled === 1 ? "1 tweet is scheduled again" : `${scheduled} tweets are scheduled again`;
  const passed = refused.filter((each) => each.code === "TIME_PASSED").length;
  const lines = refused.map((each) => `“${excerpt(each.text)}”: ${each.message}`);
  if (refused.length === 0) return { title: done, lines };
  const reason = passed === refused.length ? (passed === 1 ? "needs" : "need") : null;
  const rest = reason ? `${passed} ${reason} a new time` : `${refused.length} could not be`;
  return { title: scheduled === 0 ? `${rest[0]?.toUpperCase()}${rest.slice(1)}` : `${done}; ${rest}`, lines };
}

/** What came of sending missed tweets together: of those whose account is on hold, that they wait. */
export function retryWords(
  scheduled: Pick<TweetView, "state">[],
  refused: Refusal[],
): { title: string; lines: string[] } {
  const held = scheduled.filter(({ state }) => state === "onHold").length;
  const out = scheduled.length - held;
  const done = [
    ...(out > 0 ? [out === 1 ? "1 tweet goes out now" : `${out} tweets go out now, one after another`] : []),
    ...(held > 0
      ? [held === 1 ? "1 waits: its account is on hold" : `${held} wait: posting is on hold`]
      : []),
    ...(scheduled.length > 0 && refused.length > 0
      ? [refused.length === 1 ? "1 does not" : `${refused.length} do not`]
      : []),
  ];
  const lines = refused.map((each) => `“${excerpt(each.text)}”: ${each.message}`);
  return { title: done.length === 0 ? "None of them goes out" : done.join("; "), lines };
}
