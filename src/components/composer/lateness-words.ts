import { latenessSpan } from "~/domain/lateness-span";
import { policy } from "~/domain/policy";

const minuteS = 60;
const hourS = 60 * minuteS;

/** How late a tweet may still go out, in seconds, as it is offered; null for however late. */
export const latenessChoices = [15 * minuteS, hourS, 6 * hourS, 24 * hourS, null];

/** What a tweet has that was scheduled without a word about it. */
export const usualLatenessS = policy.schedule.defaultLatenessLimitS;

/** "15 minutes late", "1 hour late", "however late". */
export function latenessText(limitS: number | null): string {
  if (limitS === null) return "However late";
  if (limitS === 0) return "Not late at all";
  return `Up to ${latenessSpan(limitS)} late`;
}
