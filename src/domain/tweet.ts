// The states of a tweet and the only moves between them. What people see is derived from here.

export const tweetStatuses = [
  "DRAFT",
  "SCHEDULED",
  "PUBLISHING",
  "PUBLISHED",
  "FAILED",
  "UNCONFIRMED",
  "CANCELLED",
] as const;

export type TweetStatus = (typeof tweetStatuses)[number];

/**
 * From every resting state to PUBLISHED: X's "created" came late, and what is up is never posted again. Where that was
 * one part of a thread, a draft fails: the rest of it is for its owner to decide.
 */
const moves: Record<TweetStatus, readonly TweetStatus[]> = {
  DRAFT: ["DRAFT", "SCHEDULED", "FAILED", "CANCELLED", "PUBLISHED"],
  SCHEDULED: ["SCHEDULED", "DRAFT", "PUBLISHING", "FAILED", "CANCELLED", "PUBLISHED"],
  PUBLISHING: ["PUBLISHING", "PUBLISHED", "SCHEDULED", "FAILED", "UNCONFIRMED"],
  UNCONFIRMED: ["PUBLISHED", "SCHEDULED", "FAILED"],
  FAILED: ["FAILED", "SCHEDULED", "CANCELLED", "PUBLISHED"],
  CANCELLED: ["CANCELLED", "SCHEDULED", "DRAFT", "PUBLISHED"],
  PUBLISHED: [],
};

/** Whether a tweet may go from one state to another; staying is a move too where the table says so. */
export function isLegalMove(from: TweetStatus, to: TweetStatus): boolean {
  return moves[from].includes(to);
}

/** What an owner may ask of a tweet. */
export type Command =
  | "edit"
  | "schedule"
  | "reschedule"
  | "unschedule"
  | "cancel"
  | "delete"
  | "restore"
  | "resume"
  | "stop"
  | "rollBack";

/** Whether its owner wants what is out to be deleted at X, and whether it is; "stuck": X does not do it, and they know. */
export type RollBack = "none" | "asked" | "stuck" | "done";

export type Commandable = {
  status: TweetStatus;
  /** A part of it is out. */
  isStarted: boolean;
  rollBack: RollBack;
};

const ofUnstarted: Record<Command, readonly TweetStatus[]> = {
  edit: ["DRAFT", "SCHEDULED", "FAILED", "CANCELLED"],
  schedule: ["DRAFT", "FAILED", "CANCELLED"],
  reschedule: ["SCHEDULED"],
  unschedule: ["SCHEDULED"],
  cancel: ["DRAFT", "SCHEDULED", "FAILED"],
  delete: ["DRAFT", "SCHEDULED", "PUBLISHED", "FAILED", "CANCELLED"],
  restore: ["CANCELLED"],
  resume: [],
  stop: ["PUBLISHING"],
  rollBack: [],
};

/** What is out and its time are frozen: the rest may be changed, sent or left, and what is out be deleted at X. */
const ofStarted: Record<Command, readonly TweetStatus[]> = {
  edit: ["SCHEDULED", "FAILED", "CANCELLED"],
  schedule: [],
  reschedule: [],
  unschedule: [],
  cancel: ["SCHEDULED", "FAILED"],
  delete: ["SCHEDULED", "PUBLISHED", "FAILED", "CANCELLED"],
  restore: [],
  resume: ["FAILED", "CANCELLED"],
  stop: ["SCHEDULED", "PUBLISHING"],
  rollBack: ["SCHEDULED", "FAILED", "CANCELLED"],
};

/**
 * Trying again after a roll-back is a new tweet; asking for it again while it is not done is allowed. Until it has ended
 * the tweet stays: nobody could be told of one that is gone that its posts are still up.
 */
const ofRolledBack: Record<Exclude<RollBack, "none">, readonly Command[]> = {
  asked: ["rollBack"],
  stuck: ["rollBack", "delete"],
  done: ["delete"],
};

/** Whether an owner's command is open to a tweet in this state. */
export function allows({ status, isStarted, rollBack }: Commandable, command: Command): boolean {
  if (rollBack !== "none") return ofRolledBack[rollBack].includes(command);
  return (isStarted ? ofStarted : ofUnstarted)[command].includes(status);
}

/** The word on the chip. */
export type ShownState =
  | "pending"
  | "queued"
  | "onHold"
  | "posting"
  | "posted"
  | "failed"
  | "checkNeeded"
  | "draft"
  | "unscheduled"
  | "cancelled";

export type Showable = {
  status: TweetStatus;
  qstashId: string | null;
  orphanReason: string | null;
  isHeld: boolean;
};

/** What people see of a state: an armed tweet is Queued, an unarmed one Pending, an orphan Unscheduled. */
export function shownState(tweet: Showable): ShownState {
  switch (tweet.status) {
    case "DRAFT":
      return tweet.orphanReason ? "unscheduled" : "draft";
    case "SCHEDULED":
      if (tweet.isHeld) return "onHold";
      return tweet.qstashId ? "queued" : "pending";
    case "PUBLISHING":
      return "posting";
    case "PUBLISHED":
      return "posted";
    case "FAILED":
      return "failed";
    case "UNCONFIRMED":
      return "checkNeeded";
    case "CANCELLED":
      return "cancelled";
  }
}
