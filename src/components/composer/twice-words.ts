import { spanText } from "../time/span-words";
import { offsetText } from "../time/time-words";

/** How the two instants of a time that comes twice are told apart. Mostly an hour lies between them, not everywhere. */
export function twiceWords(first: Date, second: Date, zone: string): { first: string; second: string } {
  const later = spanText(second.getTime() - first.getTime());
  return {
    first: `The first time, ${offsetText(first, zone)}`,
    second: `${later} later, ${offsetText(second, zone)}`,
  };
}
