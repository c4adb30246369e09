import type { TweetView } from "~/server/tweets/view";

export type ShownState = TweetView["state"];

export type Tone = "ok" | "warn" | "bad" | "muted" | "accent";

/** The word of a chip and the colour of its icon; the word itself is always ink. */
export const stateWords: Record<ShownState, { word: string; tone: Tone }> = {
  pending: { word: "Pending", tone: "muted" },
  queued: { word: "Queued", tone: "accent" },
  onHold: { word: "On hold", tone: "warn" },
  posting: { word: "Posting", tone: "accent" },
  posted: { word: "Posted", tone: "ok" },
  failed: { word: "Failed", tone: "bad" },
  checkNeeded: { word: "Check needed", tone: "warn" },
  draft: { word: "Draft", tone: "muted" },
  unscheduled: { word: "Unscheduled", tone: "warn" },
  cancelled: { word: "Cancelled", tone: "muted" },
};
