// A tweet's story in plain words: who or what did what, and when, in order.
import type { FlightKind } from "../flight";
import type { MoveKind } from "../move-kinds";
import { contextsOf } from "./context";
import type { HistoryItem } from "./item";
import type { Tone } from "./move-lines";
import { sentenceOf } from "./sentence";

export type HistoryLine = {
  id: string;
  atMs: number;
  /** Who or what did it. */
  who: string;
  text: string;
  tone: Tone;
  /** What a programmer would ask for: ids, statuses. Null where there is none. */
  small: string | null;
};

/**
 * @param zone that times inside of sentences are told in.
 * @param partCount of the tweet now: whether lines name its parts.
 * @throws RangeError for a zone that is none.
 */
export function historyLines(items: readonly HistoryItem[], zone: string, partCount = 1): HistoryLine[] {
  const { onDayOf } = contextsOf(items, zone, partCount);
  return items.map((item) => ({
    id: item.id,
    atMs: item.atMs,
    who: whoOf(item),
    ...sentenceOf(item, onDayOf(item.atMs)),
    small: smallPrint(item),
  }));
}

/** What follows by itself from an owner's command is Roost's doing. */
function whoOf({ source, kind, actor }: HistoryItem): string {
  const isOwn = source === "move" ? !followingMoves.has(kind) : ownFlights.has(kind);
  if (actor === "owner" && !isOwn) return "Roost, at your command";
  return actors[actor] ?? "Roost";
}

const followingMoves = new Set<string>([
  "armed",
  "part removed",
  "rolled back",
  "roll-back stuck",
] satisfies MoveKind[]);

const ownFlights = new Set<string>(["refused", "repeated", "stop asked"] satisfies FlightKind[]);

const actors: Record<string, string> = {
  owner: "You",
  page: "Roost, as the page was read",
  sync: "Roost, at your sync",
  qstash: "Roost, woken by QStash",
  sweep: "Roost's check of every minute",
  reconciler: "Roost's check of the whole queue",
};

const shown = ["qstashId", "attemptId", "xId", "status"] as const;
const names: Record<(typeof shown)[number], string> = {
  qstashId: "message",
  attemptId: "attempt",
  xId: "post",
  status: "status",
};

function smallPrint({ detail, revision }: HistoryItem): string | null {
  const facts = shown.flatMap((name) => {
    const value = detail[name];
    return typeof value === "string" || typeof value === "number" ? `${names[name]} ${value}` : [];
  });
  const ids = Array.isArray(detail.qstashIds) ? detail.qstashIds.map((id) => `message ${String(id)}`) : [];
  const all = [...(revision === null ? [] : [`revision ${revision}`]), ...facts, ...ids];
  return all.length === 0 ? null : all.join(", ");
}
