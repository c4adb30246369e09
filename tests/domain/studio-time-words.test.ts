import { describe, expect, it } from "vitest";
import { quickTimes } from "~/components/time/quick-times";
import { agoText, untilText } from "~/components/time/span-words";
import { dayText, momentText, nearDayName, offsetText, shortMoment } from "~/components/time/time-words";

const zone = "Europe/Berlin";
const now = new Date("2026-11-22T10:42:00Z");
const at = (text: string) => new Date(text);

describe("times in words", () => {
  it("name the day where it could be in doubt, in the person's zone", () => {
    expect(momentText(at("2026-11-22T13:30:00Z"), now, zone)).toBe("today at 14:30");
    expect(momentText(at("2026-11-22T23:30:00Z"), now, zone)).toBe("tomorrow at 00:30");
    expect(momentText(at("2026-11-30T08:00:05Z"), now, zone)).toBe("Monday 30 November at 09:00:05");
    expect(momentText(at("2027-01-04T08:00:00Z"), now, zone)).toBe("Monday 4 January 2027 at 09:00");
  });

  it("are short in columns", () => {
    expect(shortMoment(at("2026-11-22T15:00:00Z"), now, zone)).toBe("16:00");
    expect(shortMoment(at("2026-11-23T15:00:00Z"), now, zone)).toBe("Mon 23 Nov, 16:00");
  });

  it("call a day by its nearness only when it is near", () => {
    expect(nearDayName("2026-11-22", "2026-11-22")).toBe("Today");
    expect(nearDayName("2026-11-23", "2026-11-22")).toBe("Tomorrow");
    expect(nearDayName("2026-11-21", "2026-11-22")).toBe("Yesterday");
    expect(nearDayName("2026-11-24", "2026-11-22")).toBeNull();
    expect(dayText("2026-11-22", "2026-11-22")).toBe("Sunday 22 November");
  });

  it("tell the two readings of a repeated hour apart", () => {
    expect(offsetText(at("2026-10-25T00:30:00Z"), zone)).toBe("UTC+2");
    expect(offsetText(at("2026-10-25T01:30:00Z"), zone)).toBe("UTC+1");
    expect(offsetText(now, "Asia/Kolkata")).toBe("UTC+5:30");
    expect(offsetText(now, "America/New_York")).toBe("UTC−5");
  });

  it("tell ages and waits in one or two units", () => {
    expect(agoText(400)).toBe("just now");
    expect(agoText(12_300)).toBe("12 s ago");
    expect(agoText(240_000)).toBe("4 min ago");
    expect(untilText(40_000)).toBe("in 40 s");
    expect(untilText(2 * 3_600_000 + 5 * 60_000)).toBe("in 2 h 5 min");
    expect(untilText(3 * 86_400_000)).toBe("in 3 days");
  });
});

describe("quick choices of a time", () => {
  it("are all ahead, on whole minutes, at the zone's own hours", () => {
    expect(quickTimes(now, zone)).toEqual([
      { label: "In 1 hour", at: at("2026-11-22T11:42:00Z") },
      { label: "Today 18:00", at: at("2026-11-22T17:00:00Z") },
      { label: "Tomorrow 09:00", at: at("2026-11-23T08:00:00Z") },
    ]);
  });

  it("leave out what has passed today", () => {
    const labels = quickTimes(at("2026-11-24T20:00:10Z"), zone).map(({ label }) => label);
    expect(labels).toEqual(["In 1 hour", "Tomorrow 09:00", "Monday 09:00"]);
  });

  it("keep nine o'clock across a change of clocks", () => {
    const [, , tomorrow] = quickTimes(at("2026-03-28T10:00:00Z"), zone);
    expect(tomorrow?.at).toEqual(at("2026-03-29T07:00:00Z"));
  });
});
