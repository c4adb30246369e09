// Times in the story's sentences, to the second: that is what people compare.

export type Moment = (at: number | string | null) => string;

/**
 * How times are told in a zone: "11:42:07", with the day where it is not that of `dayOfMs`.
 * @throws RangeError for a zone that is none.
 */
export function momentIn(zone: string, dayOfMs: number | null): Moment {
  const day = new Intl.DateTimeFormat("en-GB", {
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
  const usual = dayOfMs === null ? null : day.format(dayOfMs);
  return (at) => {
    const ms = typeof at === "string" ? Date.parse(at) : at;
    if (ms === null || Number.isNaN(ms)) return "a time that is not known";
    const date = day.format(ms);
    return date === usual ? clock.format(ms) : `${clock.format(ms)} on ${date}`;
  };
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
