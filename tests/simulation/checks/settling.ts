// S1 where X did not say what it did: what is adopted is Roost's own post, and nothing is sent again and again.
import { readTag } from "../world/tags";
import { type Check, violate } from "./check";

const ownPost: Check = ({ now, byHand, numberOf }) => {
  const posts = new Map(now.posts.map((post) => [post.id, post]));
  return now.parts.flatMap(({ tweetId, position, xId }) => {
    if (xId === null) return [];
    const tag = readTag(posts.get(xId)?.text ?? "");
    const number = numberOf.get(tweetId);
    if (!byHand.has(xId) && tag?.tweet === number && tag?.position === position) return [];
    const other = byHand.has(xId)
      ? "a post that its owner made by hand"
      : (posts.get(xId)?.text ?? "no post");
    const what = `part ${position} of tweet ${number} is said to be ${xId}, which is ${other}`;
    return [violate("S1 a part holds the post that was made for it", what)];
  });
};

const resentOnce: Check = ({ now, numberOf }) => {
  const counts = new Map<string, number>();
  for (const { tweetId, partPosition, outcome } of now.attempts) {
    if (outcome !== "absent") continue;
    const key = `part ${partPosition} of tweet ${numberOf.get(tweetId)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, count]) =>
    count > 1
      ? [
          violate(
            "S1 sent again by itself once at the most",
            `${key} was given back to be sent ${count} times`,
          ),
        ]
      : [],
  );
};

export const settlingChecks: Check[] = [ownPost, resentOnce];
