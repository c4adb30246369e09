import { tzOffset } from "@date-fns/tz/tzOffset";

const msPerMinute = 60_000;
const msPerSecond = 1000;

/** What a clock on the wall shows. `month` is 1 to 12. */
export type WallClock = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

/** The wall clock of a zone at an instant. */
export function wallClock(at: Date, zone: string): WallClock {
  const shifted = new Date(at.getTime() + offsetMs(at, zone));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

/** How far a zone is ahead of UTC at an instant, in ms. */
export function offsetMs(at: Date, zone: string): number {
  return Math.round((tzOffset(zone, at) * msPerMinute) / msPerSecond) * msPerSecond;
}

/** `2026-11-22`: the day that a wall clock shows. */
export function dayKey(clock: WallClock): string {
  return `${pad(clock.year, 4)}-${pad(clock.month)}-${pad(clock.day)}`;
}

/** `14:30`, or `14:30:05` where the seconds say something. */
export function timeText(clock: WallClock): string {
  const minutes = `${pad(clock.hour)}:${pad(clock.minute)}`;
  return clock.second === 0 ? minutes : `${minutes}:${pad(clock.second)}`;
}

/** The value of a datetime-local input with whole seconds: `2026-11-22T14:30:05`. */
export function inputValue(at: Date, zone: string): string {
  const clock = wallClock(at, zone);
  return `${dayKey(clock)}T${pad(clock.hour)}:${pad(clock.minute)}:${pad(clock.second)}`;
}

/** A number with leading zeros. */
export function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
