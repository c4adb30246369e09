import type { QueueView, TruthLine } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { wayBack } from "../auth/way-back";
import { pastMoment, type TruthWords, truthWords } from "./truth-words";

type Shown = Omit<TruthWords, "kind"> & { kind: TruthLine["kind"] | "loading" | "offline" };

type Known = {
  view: QueueView | undefined;
  readAtMs: number | null;
  error: unknown;
  now: Date;
  zone: string;
};

/** The truth line of a page: what the server said, or that it was not reached and how old the list is. */
export function shownTruth({ view, readAtMs, error, now, zone }: Known): Shown {
  const quiet = { tone: "muted", checkedAt: null, why: null } as const;
  if (error) {
    const { code, message } = readError(error);
    const age = view ? ` This list is from ${pastMoment(view.now, now, zone)}.` : "";
    const what = code === "NO_ANSWER" ? "Roost's server did not answer." : message;
    const next = wayBack(error) ? "" : " Trying again by itself.";
    return { ...quiet, kind: "offline", tone: "warn", sentence: `${what}${age}${next}` };
  }
  if (!view || readAtMs === null) return { ...quiet, kind: "loading", sentence: "Reading the queue…" };
  return truthWords(view.truth, now, zone);
}
