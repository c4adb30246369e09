import { type Evidence, type Violation, violate } from "../checks/check";
import { readTag } from "../world/tags";

/** Tweets that did not go out within this long after their time. */
export function lateBy(
  evidence: Evidence,
  check: Violation["check"],
  longestMs: number,
  numbers: number[],
): Violation[] {
  const postedMs = new Map(
    evidence.now.posts.flatMap(({ text, createdAt }) => {
      const tag = readTag(text);
      return tag ? [[tag.tweet, createdAt] as const] : [];
    }),
  );
  return evidence.now.tweets.flatMap((tweet) => {
    const number = evidence.numberOf.get(tweet.id) ?? 0;
    const lateMs = (postedMs.get(number) ?? Number.POSITIVE_INFINITY) - Date.parse(tweet.scheduledFor ?? "");
    return numbers.includes(number) && lateMs > longestMs
      ? [violate(check, `tweet ${number} went out ${lateMs} ms after its time`)]
      : [];
  });
}
