import type { ShownState } from "./state-words";

export type TweetAct =
  | "scheduleAgain"
  | "edit"
  | "reschedule"
  | "unschedule"
  | "openPost"
  | "cancel"
  | "delete";

export const actLabels: Record<TweetAct, string> = {
  scheduleAgain: "Schedule again",
  edit: "Edit",
  reschedule: "Reschedule",
  unschedule: "Unschedule",
  openPost: "Open on X",
  cancel: "Cancel tweet",
  delete: "Delete",
};

/** The acts that end something; they ask once, in place. */
export type DangerAct = "cancel" | "delete";

export function isDanger(act: TweetAct): act is DangerAct {
  return act === "cancel" || act === "delete";
}

const scheduled: TweetAct[] = ["edit", "reschedule", "unschedule", "cancel", "delete"];
const offSchedule: TweetAct[] = ["scheduleAgain", "edit", "cancel", "delete"];

const actsByState: Record<ShownState, TweetAct[]> = {
  pending: scheduled,
  queued: scheduled,
  onHold: scheduled,
  posting: [],
  posted: ["openPost", "delete"],
  failed: offSchedule,
  checkNeeded: [],
  draft: offSchedule,
  unscheduled: offSchedule,
  cancelled: ["scheduleAgain", "edit", "delete"],
};

/** What an owner may do with a tweet in this state; the server refuses everything else. */
export function actsFor(tweet: { state: ShownState; postUrl: string | null }): TweetAct[] {
  return actsByState[tweet.state].filter((act) => act !== "openPost" || tweet.postUrl !== null);
}
