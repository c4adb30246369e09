import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstInstant, readLocalTime } from "~/components/time/read-local-time";
import { inputValue } from "~/components/time/wall-clock";

const berlin = "Europe/Berlin";
const zones = ["UTC", berlin, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham"];

describe("a local time in the composer", () => {
  it("stands for the instant that the zone's clocks show it at", () => {
    expect(readLocalTime("2026-11-22T14:30", berlin)).toEqual({
      kind: "one",
      at: new Date("2026-11-22T13:30:00Z"),
    });
    expect(readLocalTime("2026-07-01T14:30:05", berlin)).toEqual({
      kind: "one",
      at: new Date("2026-07-01T12:30:05Z"),
    });
  });

  it("is said not to exist when the clocks jump over it, and the time after the jump is offered", () => {
    expect(readLocalTime("2026-03-29T02:30", berlin)).toEqual({
      kind: "skipped",
      next: new Date("2026-03-29T01:30:00Z"),
    });
    expect(inputValue(new Date("2026-03-29T01:30:00Z"), berlin)).toBe("2026-03-29T03:30:00");
  });

  it("is said to come twice when the clocks go back over it, the earlier one first", () => {
    expect(readLocalTime("2026-10-25T02:30", berlin)).toEqual({
      kind: "twice",
      first: new Date("2026-10-25T00:30:00Z"),
      second: new Date("2026-10-25T01:30:00Z"),
    });
  });

  it("is right on the edges of a change of clocks", () => {
    expect(readLocalTime("2026-03-29T01:59:59", berlin)).toMatchObject({ kind: "one" });
    expect(readLocalTime("2026-03-29T03:00:00", berlin)).toMatchObject({ kind: "one" });
    expect(readLocalTime("2026-10-25T03:00:00", berlin)).toMatchObject({ kind: "one" });
    expect(readLocalTime("2026-10-25T02:00:00", berlin)).toMatchObject({ kind: "twice" });
  });

  it("changes by half an hour where a zone does", () => {
    expect(readLocalTime("2026-04-05T01:45", "Australia/Lord_Howe")).toMatchObject({ kind: "twice" });
    expect(readLocalTime("2026-10-04T02:15", "Australia/Lord_Howe")).toMatchObject({ kind: "skipped" });
  });

  it.each(["", "2026-11-22", "2026-02-30T10:00", "2026-11-22T25:00", "tomorrow"])(
    "is unreadable rather than guessed: %j",
    (value) => {
      expect(readLocalTime(value, berlin)).toEqual({ kind: "unreadable" });
      expect(firstInstant(readLocalTime(value, berlin))).toBeNull();
    },
  );

  it("gives back every instant that it was made from, in every zone", () => {
    const seconds = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
    fc.assert(
      fc.property(seconds, fc.constantFrom(...zones), (second, zone) => {
        const at = new Date(second * 1000);
        const read = readLocalTime(inputValue(at, zone), zone);
        const readings =
          read.kind === "one" ? [read.at] : read.kind === "twice" ? [read.first, read.second] : [];
        expect(readings.map((reading) => reading.getTime())).toContain(at.getTime());
      }),
    );
  });
});
