// Times in the story's sentences, to the second: that is what people compare.

export type Moment = (at: number | string | null) => string;

/** How a time is told, given the day that needs no name; null where every day is named. */
export type Clock = {
  /** "11:42:07", or "11:42:07 on Friday 15 May 2026". */
  moment: (dayOfMs: number | null) => Moment;
  /** "11:42:07", or "11:42:07 on Friday 15 May 2026 (Europe/Berlin)". */
  due: (dayOfMs: number | null) => Moment;
};

/** @throws RangeError for a zone that is none. */
export function clockIn(zone: string): Clock {
  const day = new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: zone,
  });
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
  // Some versions of the locale's data put a comma after the weekday.
  const dayWords = (ms: number) => day.format(ms).replace(",", "");
  const told =
    (after: string) =>
    (dayOfMs: number | null): Moment => {
      const usual = dayOfMs === null ? null : dayWords(dayOfMs);
      return (at) => {
        const ms = typeof at === "string" ? Date.parse(at) : at;
        if (ms === null || Number.isNaN(ms)) return "a time that is not known";
        const date = dayWords(ms);
        return date === usual ? clock.format(ms) : `${clock.format(ms)} on ${date}${after}`;
      };
    };
  return { moment: told(""), due: told(` (${zone})`) };
}

/** "2 minutes", "3 hours": how long, told roughly. */
export function spanWords(ms: number): string {
  const units = [
    { name: "day", ms: 86_400_000 },
    { name: "hour", ms: 3_600_000 },
    { name: "minute", ms: 60_000 },
    { name: "second", ms: 1000 },
  ];
  const unit = units.find((candidate) => ms >= candidate.ms) ?? { name: "second", ms: 1000 };
  const count = Math.max(1, Math.floor(ms / unit.ms));
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
