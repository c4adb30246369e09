import { policy } from "~/domain/policy";
import { checkTime } from "~/domain/schedule";
import { zoneName } from "../time/person-zone";
import type { LocalTime } from "../time/read-local-time";
import { untilText } from "../time/span-words";
import { momentText, offsetText } from "../time/time-words";

export type WhenSaid = { isProblem: boolean; text: string };

/** What the chosen time means, or why it cannot be taken. `chosen`: the instant, where there is one. `zone`: IANA. */
export function whenWords(time: LocalTime, chosen: Date | null, now: Date, zone: string): WhenSaid {
  if (time.kind === "unreadable" || (!chosen && time.kind !== "skipped")) {
    return { isProblem: true, text: "Choose a day and a time." };
  }
  if (time.kind === "skipped" || !chosen) {
    return {
      isProblem: true,
      text: `That time does not exist in ${zoneName(zone)}: the clocks go forward over it that day.`,
    };
  }
  const aheadMs = chosen.getTime() - now.getTime();
  const moment = momentText(chosen, now, zone);
  const { kind } = checkTime(chosen.getTime(), now.getTime(), policy);
  // What is too near has passed on the way.
  if (kind === "past" || kind === "tooSoon")
    return { isProblem: true, text: `That time has passed: ${moment}. Choose a later one.` };
  if (kind === "tooFar") {
    return { isProblem: true, text: `That is more than two years ahead: ${moment}. Check the year.` };
  }
  const offset = time.kind === "twice" ? ` (${offsetText(chosen, zone)})` : "";
  return { isProblem: false, text: `Goes out ${moment}${offset}, ${untilText(aheadMs)}.` };
}
