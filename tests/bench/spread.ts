// A distribution in the few numbers that a table has room for.
import type { Reading } from "./row";

const msPerSecond = 1000;

/** The smallest value that at least `share` of all are not above (nearest rank). NaN of nothing. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);
export const p99 = (values: number[]): number => quantile(values, 0.99);
/** Unlike Math.max with spread arguments, for any number of values. */
export const highest = (values: number[]): number => quantile(values, 1);

/** "12.3 ms", or "1.24 s" from a second on; other units as they are. */
export function inWords(value: number, unit: string): string {
  if (unit === "ms" && Math.abs(value) >= msPerSecond) return `${(value / msPerSecond).toFixed(2)} s`;
  return `${value.toFixed(1)} ${unit}`;
}

/** "median 3.1 ms, p99 6.2 ms", or the value alone where there is one. */
export function readingInWords({ values, unit }: Reading): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return inWords(only, unit);
  return `median ${inWords(median(values), unit)}, p99 ${inWords(p99(values), unit)}`;
}
