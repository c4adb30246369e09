import type { TweetView } from "~/server/tweets/view";
import type { ShownState } from "./state-words";

export type TweetAct =
  | "postNow"
  | "scheduleAgain"
  | "resume"
  | "writeAnew"
  | "edit"
  | "reschedule"
  | "unschedule"
  | "restore"
  | "stop"
  | "openPost"
  | "detail"
  | "history"
  | "cancel"
  | "rollBack"
  | "delete";

const actLabels: Record<TweetAct, string> = {
  postNow: "Post now",
  scheduleAgain: "Schedule again",
  resume: "Resume",
  writeAnew: "Write it anew",
  edit: "Edit",
  reschedule: "Reschedule",
  unschedule: "Unschedule",
  restore: "Keep as draft",
  stop: "Stop",
  openPost: "Open on X",
  detail: "Show all of it",
  history: "History",
  cancel: "Cancel tweet",
  rollBack: "Roll back",
  delete: "Delete",
};

/** The words of an act, as a button or an item of a menu has them. */
export function actLabel({ started, state, isLate }: LabelSubject, act: TweetAct): string {
  if (started && act === "cancel") return "Leave it as it is";
  return act === "history" && (isLate || askedWhy.includes(state)) ? "Why?" : actLabels[act];
}

type LabelSubject = Pick<TweetView, "started" | "state" | "isLate">;

/** Not what its owner had planned. */
const askedWhy: ShownState[] = ["failed", "checkNeeded", "unscheduled", "onHold"];

/** The acts that end something; they ask once, in place. */
export type DangerAct = "cancel" | "rollBack" | "delete";

/** Those that ask. Posting does too where nobody expects the tweet to be out by now: it cannot be taken back. */
export type AskedAct = DangerAct | "postNow";

/** Whether an act of this tweet asks first. */
export function isAsked(tweet: Pick<TweetView, "failure">, act: TweetAct): boolean {
  return isDanger(act) || (act === "postNow" && !isMissed(tweet));
}

/** Its time passed without its owner's doing. */
export function isMissed({ failure }: Pick<TweetView, "failure">): boolean {
  return failure?.kind === "missed";
}

export function isDanger(act: TweetAct): act is DangerAct {
  return act === "cancel" || act === "rollBack" || act === "delete";
}

const onHold: TweetAct[] = ["edit", "reschedule", "unschedule", "cancel", "delete"];
const scheduled: TweetAct[] = ["edit", "reschedule", "postNow", "unschedule", "cancel", "delete"];
const offSchedule: TweetAct[] = ["scheduleAgain", "postNow", "edit", "cancel", "delete"];

const ofUnstarted: Record<ShownState, TweetAct[]> = {
  pending: scheduled,
  queued: scheduled,
  onHold,
  posting: ["stop"],
  posted: ["openPost", "delete"],
  failed: offSchedule,
  checkNeeded: [],
  draft: offSchedule,
  unscheduled: offSchedule,
  cancelled: ["scheduleAgain", "postNow", "edit", "restore", "delete"],
};

const goingOn: TweetAct[] = ["edit", "stop", "rollBack", "delete"];

/** Part of it is out on X: its time stays as it is, and what is out can only be left or deleted there. */
const ofStarted: Partial<Record<ShownState, TweetAct[]>> = {
  pending: goingOn,
  queued: goingOn,
  onHold: goingOn,
  posting: ["stop"],
  failed: ["resume", "edit", "cancel", "rollBack", "delete"],
  cancelled: ["resume", "edit", "rollBack", "delete"],
};

export type ActSubject = Pick<TweetView, "state" | "postUrl" | "started" | "stopRequested">;

/** What an owner may do with a tweet in this state; the server refuses everything else. */
export function actsFor(tweet: ActSubject): TweetAct[] {
  const acts = commandsFor(tweet);
  const dangers = acts.filter(isDanger);
  return [...acts.filter((act) => !isDanger(act)), "detail", "history", ...dangers];
}

function commandsFor({ state, postUrl, started, stopRequested }: ActSubject): TweetAct[] {
  if (started?.rollback) return ofRollback[started.rollback.state];
  const acts = (started ? ofStarted[state] : ofUnstarted[state]) ?? [];
  return acts.filter(
    (act) =>
      (act !== "openPost" || postUrl !== null) &&
      (act !== "stop" || !stopRequested) &&
      (act !== "resume" || started?.canResume),
  );
}

/** Once what is out is to go, trying again is a new tweet. */
const ofRollback: Record<"removing" | "removed" | "stuck", TweetAct[]> = {
  removing: [],
  stuck: ["rollBack", "delete"],
  removed: ["writeAnew", "delete"],
};
