import type { FlightKind } from "~/domain/flight";
import type { HoldNow } from "~/domain/history/hold-lines";
import type { HistoryItem } from "~/domain/history/item";
import type { StoryRow } from "~/domain/history/row";
import { whyNot } from "~/domain/history/why-not";
import type { MoveKind } from "~/domain/move-kinds";
import type { TweetStatus } from "~/domain/tweet";

export const dueMs = Date.UTC(2026, 4, 15, 9, 42, 0);
export const minuteMs = 60_000;

/** A story, told in minutes from the due time. */
export function story() {
  const items: HistoryItem[] = [];
  let scheduledForMs = dueMs;
  let status: TweetStatus | null = null;
  const common = (minutes: number, actor: string) => ({
    id: String(items.length + 1),
    atMs: dueMs + minutes * minuteMs,
    actor,
    revision: 1,
  });
  const told = {
    items,
    move: (minutes: number, kind: MoveKind, to: TweetStatus, actor = "qstash", detail = {}) => {
      if (kind === "post now asked") scheduledForMs = dueMs + minutes * minuteMs;
      items.push({
        ...common(minutes, actor),
        source: "move",
        kind,
        from: status,
        to,
        scheduledForMs,
        detail,
      });
      status = to;
      return told;
    },
    flight: (minutes: number, kind: FlightKind, detail: object, actor = "qstash") => {
      items.push({ ...common(minutes, actor), source: "flight", kind, detail: { ...detail } });
      return told;
    },
    ask: (minutes = 600, holds: HoldNow[] | null = null, row: StoryRow | null = null) =>
      whyNot(items, dueMs + minutes * minuteMs, "UTC", holds ?? [], row),
  };
  return told;
}

export const scheduled = () => story().move(-60, "scheduled", "SCHEDULED", "owner");
export const armed = () => scheduled().move(-60, "armed", "SCHEDULED", "owner", { qstashId: "msg_1" });
export const claimed = (minutes = 0, actor = "qstash") =>
  armed().move(minutes, "claimed", "PUBLISHING", actor);
