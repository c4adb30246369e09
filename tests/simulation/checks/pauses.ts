// S13: once a person has been told that their account is paused, nothing of it goes out until they say so.
import { type Check, violate } from "./check";

/** As far as clocks are apart. */
const skewMs = 30_000;
/** A claim that was begun before the pause was answered may wait for locks meanwhile. */
const underWayMs = 30_000;

const staysSilent: Check = ({ now, acts, numberOf }) => {
  const accountOf = new Map(now.tweets.map(({ id, accountId }) => [id, accountId]));
  const pauses = acts.filter(({ kind, answer }) => kind === "pause" && answer?.kind === "ok");
  return now.events.flatMap((event) => {
    if (event.from !== "SCHEDULED" || event.to !== "PUBLISHING") return [];
    const accountId = accountOf.get(event.tweetId);
    const atMs = Date.parse(event.at);
    const pause = pauses.findLast(
      (act) => act.accountId === accountId && (act.endedMs ?? 0) + underWayMs + skewMs < atMs,
    );
    const isOver =
      !pause ||
      acts.some(
        (act) =>
          act.kind === "unpause" &&
          act.accountId === accountId &&
          (act.endedAt ?? act.begunAt) > pause.begunAt &&
          act.begunMs - skewMs <= atMs,
      );
    if (isOver) return [];
    const what = `tweet ${numberOf.get(event.tweetId)} was claimed at ${event.at}, though its account is paused`;
    return [violate("S13 a paused account stays silent", what)];
  });
};

export const pauseChecks: Check[] = [staysSilent];
