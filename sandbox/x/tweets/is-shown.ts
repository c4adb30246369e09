import type { HiddenPosts } from "../faults/strike";
import type { Tweet } from "./tweet";

/** Whether a read of a single post shows it; the timeline asks PostgreSQL the same. */
export function isShown(
  tweet: Tweet,
  { visibleUntilMs, hides }: { visibleUntilMs: number; hides: HiddenPosts[] },
): boolean {
  const isHidden = hides.some(
    ({ xId, textIncludes }) =>
      (xId === undefined || xId === tweet.id) &&
      (textIncludes === undefined || tweet.text.includes(textIncludes)),
  );
  return tweet.deletedAtMs === null && tweet.createdAtMs <= visibleUntilMs && !isHidden;
}
