// That a delivery did nothing because of a hold: as it is answered to QStash and kept, with whose hold it was.
import type { HoldScope } from "./hold-words";

export type ToldHold = {
  reason: string;
  /** Null where an older version kept only the reason. */
  scope: HoldScope | null;
};

/** "on hold: paused (app)" */
export function onHold({ reason, scope }: { reason: string; scope: HoldScope }): string {
  return `${opening}${reason} (${scope})`;
}

const opening = "on hold: ";

/** The hold that was meant; null where it was none. */
export function holdIn(said: string): ToldHold | null {
  if (!said.startsWith(opening)) return null;
  const [, reason = "", scope] = /^(.*?)(?: \((account|app)\))?$/.exec(said.slice(opening.length)) ?? [];
  return { reason, scope: scopeOf(scope) };
}

/** Whose hold a detail names; null where it names nobody's. */
export function scopeOf(value: unknown): HoldScope | null {
  return value === "account" || value === "app" ? value : null;
}
