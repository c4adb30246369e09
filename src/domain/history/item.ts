// One thing that befell a tweet: a move, or an entry of the flight recorder. Both are numbered in one row, by `id`.
import type { FlightFact, FlightKind } from "../flight";
import type { TweetStatus } from "../tweet";

export type Detail = Readonly<Record<string, unknown>>;

type Common = {
  /** Its number, as text: it may be greater than what JSON's readers count exactly. */
  id: string;
  atMs: number;
  /** Who or what did it: see domain/flight.ts. */
  actor: string;
  revision: number | null;
};

export type MoveItem = Common & {
  source: "move";
  /** As in domain/move-kinds.ts, or of another version. */
  kind: string;
  from: TweetStatus | null;
  to: TweetStatus;
  scheduledForMs: number | null;
  detail: Detail;
};

/** `kind` is one of domain/flight.ts, or of another version. */
export type FlightItem = Common & { source: "flight"; kind: string; detail: Detail };

/** A tweet's whole story, in order. */
export type HistoryItem = MoveItem | FlightItem;

/** An entry of one kind, with what that kind holds. */
export type FlightOf<K extends FlightKind> = Omit<FlightItem, "detail"> & {
  detail: Extract<FlightFact, { kind: K }>["detail"];
};

export function isFlightOf<K extends FlightKind>(
  item: HistoryItem,
  kind: K,
): item is HistoryItem & FlightOf<K> {
  return item.source === "flight" && item.kind === kind;
}

export function movesOf(items: readonly HistoryItem[]): MoveItem[] {
  return items.filter((item) => item.source === "move");
}

/** What a detail says under this name, where it is words. */
export function wordsIn(detail: Detail, name: string): string | null {
  const value = detail[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberIn(detail: Detail, name: string): number | null {
  const value = detail[name];
  return typeof value === "number" ? value : null;
}
