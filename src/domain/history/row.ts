// What the tweet's own row knows beside its story.

export type StoryRow = {
  /** When its first part was up, in ms since the epoch: by X's own time, where that is known. Null before. */
  startedAtMs: number | null;
  /** When all of it was. */
  publishedAtMs: number | null;
  partCount: number;
  /** Parts that stand on X now. */
  outCount: number;
  /** A thread that may still go on. */
  canResume: boolean;
  hasFiles: boolean;
  /** QStash was asked for its present message, and seen not to have it any more. */
  isMissing: boolean;
  /** When a part in doubt is looked for at X again; null where it is not. */
  nextLookAtMs: number | null;
};
