// What a move may be called in the event table. A closed list: whoever adds a kind adds its sentence in history/move-lines.ts.

export const moveKinds = [
  "scheduled",
  "edited",
  "rescheduled",
  /** Its owner wants it out as soon as may be: at the next second that can be armed, or in its turn. */
  "post now asked",
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
  /** X did not say whether it posted a part: its timeline is asked. */
  "outcome unknown",
  /** A part of unknown outcome stands among the account's posts. */
  "found on X",
  /** It surely does not: it may be sent again, once. */
  "not on X",
  /** Its worker stopped before it sent anything. */
  "lease ran out",
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
