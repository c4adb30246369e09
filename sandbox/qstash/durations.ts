const secondsPerUnit: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads QStash's `<number><unit>` combinations such as `10s` or `1d10h30m`.
 * @returns seconds, or undefined when the text is no such duration.
 */
export function parseDurationSeconds(text: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/g)) {
    seconds += Number(count) * (secondsPerUnit[unit ?? ""] ?? 0);
  }
  return seconds;
}

const msPerGoUnit: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a Go duration such as `6m5s` or `1.5h` (ns, us, µs, ms, s, m, h).
 * @returns milliseconds, or undefined when the text is no such duration.
 */
export function parseGoDurationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    ms += Number(count) * (msPerGoUnit[unit ?? ""] ?? 0);
  }
  return ms;
}
