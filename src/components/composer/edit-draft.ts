import type { TweetView } from "~/server/tweets/view";
import { draftOfKept, keptParts } from "./kept-draft";
import type { KeptEdit } from "./kept-edit";
import { draftOf, type PartDraft } from "./thread-draft";
import { isAsWritten, writtenParts } from "./written";

/** The fields of an edit as they are now. */
export type Edited = {
  parts: PartDraft[];
  latenessLimitS: number | null;
  /** Null where the time was not touched. */
  movedTo: Date | null;
};

/** What is to be kept of an edit of the tweet that the person saw; null where nothing differs from it. */
export function editToKeep(seen: TweetView, { parts, latenessLimitS, movedTo }: Edited): KeptEdit | null {
  if (!movedTo && isAsWritten(seen, { parts: writtenParts(parts), latenessLimitS })) return null;
  return {
    revision: seen.revision,
    fixedCount: fixedCount(seen),
    parts: keptParts(parts),
    latenessLimitS,
    scheduledFor: movedTo?.toISOString() ?? null,
  };
}

/** The parts as they were left. What is on X meanwhile stands as it is there, where its words were not changed. */
export function draftOfEdit(tweet: TweetView, kept: KeptEdit | null): PartDraft[] {
  const standing = draftOf(tweet);
  if (!kept) return standing;
  return draftOfKept(kept.parts).map((part, index) => {
    const now = standing[index];
    return now?.fixed && now.text === part.text ? now : part;
  });
}

/** The tweet is not as it was when they were written: it was changed, or more of it is out. */
export function isOutdated(tweet: TweetView, kept: KeptEdit): boolean {
  return kept.revision !== tweet.revision || kept.fixedCount !== fixedCount(tweet);
}

function fixedCount({ parts }: TweetView): number {
  return parts.filter(({ state }) => state !== "waiting").length;
}
