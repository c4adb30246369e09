// How late a tweet may go out, as people read it.

const minuteS = 60;
const hourS = 60 * minuteS;

/** "15 minutes", "1 hour": in the greatest unit that leaves no rest. @param limitS in seconds, above 0 */
export function latenessSpan(limitS: number): string {
  const [count, unit] =
    limitS % hourS === 0
      ? [limitS / hourS, "hour"]
      : limitS % minuteS === 0
        ? [limitS / minuteS, "minute"]
        : [limitS, "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
