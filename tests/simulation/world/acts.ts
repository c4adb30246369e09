// What people asked of Roost, and what they were answered: the other half of every promise.

export type ActKind =
  | "create"
  | "edit"
  | "schedule"
  | "reschedule"
  | "unschedule"
  | "cancel"
  | "delete"
  | "resolve"
  | "resume"
  | "stop"
  | "rollBack"
  | "restore"
  | "postNow"
  | "retryAll"
  | "cancelHeld"
  | "pause"
  | "unpause"
  | "upload"
  | "bell"
  | "look"
  | "sync";

export type Answer =
  | { kind: "ok"; revision: number | null }
  /** Refused in words, by its code; nothing was changed. */
  | { kind: "refused"; code: string; message: string }
  /** Whether it was done is not known to who asked. */
  | { kind: "unknown" };

export type Act = {
  kind: ActKind;
  userId: string;
  /** Null for a look or a sync, which are about all of a person's tweets. */
  tweetId: string | null;
  /** For what is asked of an account and not of a tweet. */
  accountId?: string;
  /** The revision that was seen; 0 for a creation. */
  base: number;
  /** Of an upload: the file's name. */
  texts: string[] | null;
  scheduledForMs: number | null;
  /** In the order of all that happens. */
  begunAt: number;
  endedAt: number | null;
  /** The same in virtual time. */
  begunMs: number;
  endedMs: number | null;
  answer: Answer | null;
};

export type Acts = {
  list: Act[];
  begin: (act: Omit<Act, "begunAt" | "endedAt" | "begunMs" | "endedMs" | "answer">) => Act;
  end: (act: Act, answer: Answer) => void;
};

/** @param tick counts everything that happens. @param nowMs virtual time */
export function createActs(tick: () => number, nowMs: () => number): Acts {
  const list: Act[] = [];
  return {
    list,
    begin: (act) => {
      const begun: Act = {
        ...act,
        begunAt: tick(),
        endedAt: null,
        begunMs: nowMs(),
        endedMs: null,
        answer: null,
      };
      list.push(begun);
      return begun;
    },
    end: (act, answer) => {
      act.answer = answer;
      act.endedAt = tick();
      act.endedMs = nowMs();
    },
  };
}
