import { dayText, nearDayName } from "../time/time-words";
import { dayKey, wallClock } from "../time/wall-clock";

export type Day<Item> = { key: string; title: string; items: Item[] };

/** Things that happened, by their day in a zone; days and things stay in the order in which they come. */
export function byDay<Item extends { at: Date }>(items: Item[], now: Date, zone: string): Day<Item>[] {
  const today = dayKey(wallClock(now, zone));
  const days: Day<Item>[] = [];
  for (const item of items) {
    const key = dayKey(wallClock(item.at, zone));
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else {
      const title = [nearDayName(key, today), dayText(key, today)].filter(Boolean).join(", ");
      days.push({ key, title, items: [item] });
    }
  }
  return days;
}
