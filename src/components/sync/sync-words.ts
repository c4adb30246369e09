import type { SyncView } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { excerpt } from "../tweet/excerpt";
import type { Tone } from "../tweet/state-words";

/** More names than these make a toast unreadable; the rest are counted. */
const namedAtMost = 3;
const nameLength = 40;

export type SyncWords = { tone: Tone; title: string; lines: string[] };

/** What a sync found, by name, and what could not be verified and why. `secondLookS`: when suspects are looked at again by themselves. */
export function syncWords(sync: SyncView, secondLookS: number | null): SyncWords {
  const rows = (verdict: SyncView["rows"][number]["verdict"]) =>
    sync.rows.filter((row) => row.verdict === verdict);
  const rearmed = rows("rearmed");
  const lines: string[] = [];
  if (sync.unscheduled > 0) {
    lines.push(`${names(rows("unscheduled"), sync.unscheduled)}: now under Unscheduled, text and time kept.`);
  }
  if (rearmed.length > 0) lines.push(`${names(rearmed, rearmed.length)}: sent to QStash again.`);
  if (sync.suspected > 0) {
    const next = secondLookS === null ? "the reconciler looks again" : `looked at again in ${secondLookS} s`;
    lines.push(`${names(rows("suspected"), sync.suspected)}: not found once; ${next}.`);
  }
  if (sync.unverified > 0) {
    lines.push(`Could not be verified: ${names(rows("unverified"), sync.unverified)}.`);
  }
  if (sync.notice) lines.push(sync.notice.text);
  return { ...headline(sync), lines };
}

function headline(sync: SyncView): { tone: Tone; title: string } {
  if (sync.unscheduled > 0) {
    const one = sync.unscheduled === 1;
    return {
      tone: "bad",
      title: `${sync.unscheduled} ${one ? "tweet" : "tweets"} lost ${one ? "its" : "their"} place in QStash`,
    };
  }
  if (sync.notice || sync.unverified > 0)
    return { tone: "warn", title: "QStash could not tell us everything" };
  if (sync.suspected > 0) {
    return { tone: "warn", title: `${sync.suspected} may be missing; we look once more before we say so` };
  }
  if (sync.checked === 0)
    return { tone: "ok", title: "Nothing is queued in QStash, so there was nothing to check" };
  return {
    tone: "ok",
    title:
      sync.checked === 1
        ? "The 1 queued tweet is in QStash"
        : `All ${sync.checked} queued tweets are in QStash`,
  };
}

function names(rows: SyncView["rows"], count: number): string {
  const named = rows.slice(0, namedAtMost).map((row) => `“${excerpt(row.text, nameLength)}”`);
  const rest = count - named.length;
  if (named.length === 0) return `${count} ${count === 1 ? "tweet" : "tweets"}`;
  return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}

/** Why nothing is known of a sync. One that was not answered may have been done: the list shows it either way. */
export function syncProblem(error: unknown): string {
  const { code, message } = readError(error);
  return code === "NO_ANSWER"
    ? "Roost's server did not answer. Sync again in a moment; that harms nothing."
    : message;
}
