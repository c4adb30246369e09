import type { StoryRow } from "~/domain/history/row";
import type { Story } from "./read-history";

/** What a story is told with beside its entries; null for a creation that was refused. */
export function storyRow({ tweet }: Story): StoryRow | null {
  return (
    tweet && {
      startedAtMs: tweet.startedAt?.getTime() ?? null,
      publishedAtMs: tweet.publishedAt?.getTime() ?? null,
    }
  );
}
