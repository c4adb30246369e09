import { firstInstant, readLocalTime } from "./read-local-time";
import { dayKey, pad, wallClock } from "./wall-clock";

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const morningHour = 9;
const eveningHour = 18;
const monday = 1;
const daysPerWeek = 7;

export type QuickTime = { label: string; at: Date };

/** Times that people choose most, all ahead of now and on whole minutes, in a zone. */
export function quickTimes(now: Date, zone: string): QuickTime[] {
  const today = dayKey(wallClock(now, zone));
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const daysToMonday = (monday - weekday + daysPerWeek) % daysPerWeek || daysPerWeek;
  const choices = [
    { label: "In 1 hour", at: new Date(Math.ceil((now.getTime() + hourMs) / minuteMs) * minuteMs) },
    { label: "Today 18:00", at: atHour(today, 0, eveningHour, zone) },
    { label: "Tomorrow 09:00", at: atHour(today, 1, morningHour, zone) },
    ...(daysToMonday > 1
      ? [{ label: "Monday 09:00", at: atHour(today, daysToMonday, morningHour, zone) }]
      : []),
  ];
  return choices.flatMap(({ label, at }) =>
    at && at.getTime() > now.getTime() + minuteMs ? [{ label, at }] : [],
  );
}

function atHour(today: string, daysAhead: number, hour: number, zone: string): Date | null {
  const key = new Date(Date.parse(`${today}T00:00:00Z`) + daysAhead * dayMs).toISOString().slice(0, 10);
  return firstInstant(readLocalTime(`${key}T${pad(hour)}:00`, zone));
}
