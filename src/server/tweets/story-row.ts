import type { StoryRow } from "~/domain/history/row";
import { toStartedView } from "./parts-view";
import type { Story } from "./read-history";

/** What a story is told with beside its entries; null for a creation that was refused. */
export function storyRow({ tweet }: Story, now: Date): StoryRow | null {
  if (!tweet) return null;
  const started = toStartedView(tweet, now);
  return {
    startedAtMs: tweet.startedAt?.getTime() ?? null,
    publishedAtMs: tweet.publishedAt?.getTime() ?? null,
    partCount: tweet.parts.length,
    outCount: started?.outCount ?? 0,
    canResume: started?.canResume ?? false,
    hasFiles: tweet.parts.some(({ media }) => media.length > 0),
    isMissing: tweet.missingSince !== null,
    nextLookAtMs: tweet.nextLookAt?.getTime() ?? null,
  };
}
