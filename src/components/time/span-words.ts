const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Younger than this, an age is "just now": a number that flickers between 0 and 1 tells nothing. */
const justNowMs = 2 * second;

/** How long ago, in one unit: "just now", "12 s ago", "4 min ago", "2 h ago". */
export function agoText(ageMs: number): string {
  if (ageMs < justNowMs) return "just now";
  return `${spanText(ageMs)} ago`;
}

/** A span in one unit, rounded down: "12 s", "4 min", "2 h", "3 days". */
export function spanText(spanMs: number): string {
  if (spanMs < minute) return `${Math.max(0, Math.floor(spanMs / second))} s`;
  if (spanMs < hour) return `${Math.floor(spanMs / minute)} min`;
  if (spanMs < 2 * day) return `${Math.floor(spanMs / hour)} h`;
  return `${Math.floor(spanMs / day)} days`;
}

/** How long until, in at most two units: "in 40 s", "in 2 h 5 min", "in 3 days". */
export function untilText(spanMs: number): string {
  const rest = Math.floor((spanMs % hour) / minute);
  if (spanMs >= hour && spanMs < 2 * day && rest > 0) return `in ${Math.floor(spanMs / hour)} h ${rest} min`;
  return `in ${spanText(spanMs)}`;
}
