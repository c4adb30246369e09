import { dayKey, offsetMs, pad, timeText, wallClock } from "./wall-clock";

const msPerDay = 24 * 60 * 60 * 1000;
const msPerMinute = 60_000;
const minutesPerHour = 60;

/** "Sunday 22 November", with the year where it is not this one. `key` is `2026-11-22`. */
export function dayText(key: string, todayKey: string): string {
  const isThisYear = key.slice(0, 4) === todayKey.slice(0, 4);
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: isThisYear ? undefined : "numeric",
    timeZone: "UTC",
  })
    .format(new Date(`${key}T00:00:00Z`))
    .replace(",", "");
}

/** "Today", "Tomorrow", "Yesterday", or null. */
export function nearDayName(key: string, todayKey: string): string | null {
  const days = Math.round((Date.parse(key) - Date.parse(todayKey)) / msPerDay);
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  return days === -1 ? "Yesterday" : null;
}

/** A time in a sentence, with its day where that could be in doubt: "today at 14:30", "Monday 23 November at 09:00". */
export function momentText(at: Date, now: Date, zone: string): string {
  const clock = wallClock(at, zone);
  const today = dayKey(wallClock(now, zone));
  const near = nearDayName(dayKey(clock), today)?.toLowerCase();
  return `${near ?? dayText(dayKey(clock), today)} at ${timeText(clock)}`;
}

/** A time without its words, for columns: "16:00", "Mon 23 Nov, 16:00". */
export function shortMoment(at: Date, now: Date, zone: string): string {
  const clock = wallClock(at, zone);
  const key = dayKey(clock);
  if (key === dayKey(wallClock(now, zone))) return timeText(clock);
  const day = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${key}T00:00:00Z`));
  return `${day.replace(",", "")}, ${timeText(clock)}`;
}

/** "UTC+2", "UTC−3:30": tells the two readings of a repeated hour apart. */
export function offsetText(at: Date, zone: string): string {
  const minutes = Math.round(offsetMs(at, zone) / msPerMinute);
  const size = Math.abs(minutes);
  const rest = size % minutesPerHour;
  const hours = Math.floor(size / minutesPerHour);
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${pad(rest)}`}`;
}
