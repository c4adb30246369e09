// What a move may be called in the event table. A closed list: whoever adds a kind adds its sentence in history/move-lines.ts.

export const moveKinds = [
  "scheduled",
  "edited",
  "rescheduled",
  "unscheduled",
  "cancelled",
  "restored",
  "deleted",
  "armed",
  "disarmed",
  "orphaned",
  "claimed",
  "part posted",
  "posted",
  "put off",
  "failed",
  "unconfirmed",
  /** X's "created" came after the attempt had been given up. */
  "posted, learned late",
  "stopped",
  /** A thread goes on by its owner's wish; or a hold has ended, and the tweet was given its turn. */
  "resumed",
  /** Its owner wants what is out to be deleted at X. */
  "roll-back asked",
  "part removed",
  "rolled back",
  "roll-back stuck",
  "said to be up",
  "said not to be up",
] as const;

export type MoveKind = (typeof moveKinds)[number];
