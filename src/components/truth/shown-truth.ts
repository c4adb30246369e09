import type { QueueView, TruthLine } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { wayBack } from "../auth/way-back";
import { pastMoment, type TruthWords, truthWords } from "./truth-words";

type Shown = Omit<TruthWords, "kind"> & { kind: TruthLine["kind"] | "loading" | "offline" };

type Known = {
  view: QueueView | undefined;
  readAtMs: number | null;
  /** A command went without an answer since the last read. */
  isUnanswered?: boolean;
  /** How long a read may be the last one before it is told as old. */
  freshMs?: number;
  error: unknown;
  now: Date;
  zone: string;
};

/** The truth line of a page: what the server said, or that it was not reached and how old the list is. */
export function shownTruth(known: Known): Shown {
  const { view, readAtMs, error, now, zone, isUnanswered = false, freshMs = null } = known;
  const quiet = { tone: "muted", checkedAt: null, why: null } as const;
  if (error) {
    const { code, message } = readError(error);
    const age = view ? ` This list is from ${pastMoment(view.now, now, zone)}.` : "";
    const what = code === "NO_ANSWER" ? "Roost's server did not answer." : message;
    const next = wayBack(error) ? "" : " Trying again by itself.";
    return { ...quiet, kind: "offline", tone: "warn", sentence: `${what}${age}${next}` };
  }
  if (!view || readAtMs === null) return { ...quiet, kind: "loading", sentence: "Reading the queue…" };
  const isOld = freshMs !== null && now.getTime() - view.now.getTime() > freshMs;
  if (isUnanswered || isOld) {
    const what = isUnanswered
      ? "Roost's server did not answer."
      : "Roost's server has not answered for a while.";
    const sentence = `${what} This list is from ${pastMoment(view.now, now, zone)}. Trying again by itself.`;
    return { ...quiet, kind: "offline", tone: "warn", sentence };
  }
  return truthWords(view.truth, now, zone);
}
