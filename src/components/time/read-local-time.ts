import { offsetMs, type WallClock, wallClock } from "./wall-clock";

const msPerDay = 24 * 60 * 60 * 1000;

/** What a local time means: one instant, none, or two. */
export type LocalTime =
  | { kind: "unreadable" }
  | { kind: "one"; at: Date }
  /** The clocks jump over it; `next` is the same time by the clock before the jump. */
  | { kind: "skipped"; next: Date }
  /** The clocks go back over it. */
  | { kind: "twice"; first: Date; second: Date };

/**
 * Reads the value of a datetime-local input (`2026-03-29T02:30` or with seconds) as a time in a zone.
 * The zone's offsets a day before and a day after are the only ones that can hold around it.
 */
export function readLocalTime(value: string, zone: string): LocalTime {
  const clock = parse(value);
  if (!clock) return { kind: "unreadable" };
  const asUtcMs = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  const before = offsetMs(new Date(asUtcMs - msPerDay), zone);
  const after = offsetMs(new Date(asUtcMs + msPerDay), zone);
  const [first, second] = [...new Set([before, after])]
    .map((offset) => new Date(asUtcMs - offset))
    .filter((at) => asUtcMs - offsetMs(at, zone) === at.getTime())
    .sort((a, b) => a.getTime() - b.getTime());
  if (first && second) return { kind: "twice", first, second };
  if (first) return { kind: "one", at: first };
  return { kind: "skipped", next: new Date(asUtcMs - before) };
}

/** The instant that a local time stands for when nobody chose between two: the first, or the one after a jump. */
export function firstInstant(time: LocalTime): Date | null {
  switch (time.kind) {
    case "one":
      return time.at;
    case "twice":
      return time.first;
    case "skipped":
      return time.next;
    case "unreadable":
      return null;
  }
}

const shape = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

function parse(value: string): WallClock | null {
  const match = shape.exec(value);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const read = { year, month, day, hour, minute, second };
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const kept = wallClock(asUtc, "UTC");
  return JSON.stringify(kept) === JSON.stringify(read) ? read : null;
}
