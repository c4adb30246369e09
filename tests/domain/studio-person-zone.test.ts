import { afterEach, describe, expect, test, vi } from "vitest";
import { personZone } from "~/components/time/person-zone";
import { quickTimes } from "~/components/time/quick-times";
import { readLocalTime } from "~/components/time/read-local-time";
import { momentText } from "~/components/time/time-words";
import { inputValue } from "~/components/time/wall-clock";

const now = new Date("2026-11-22T12:00:00Z");

/** A device that answers this where it is asked for its zone. */
function onDeviceIn(timeZone: string | undefined): void {
  const options = Intl.DateTimeFormat.prototype.resolvedOptions;
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockImplementation(function asked(
    this: Intl.DateTimeFormat,
  ) {
    return { ...options.call(this), timeZone: timeZone as string };
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the zone of the person's device", () => {
  test.each(["Europe/Berlin", "Australia/Lord_Howe", "Etc/GMT-14", "UTC"])(
    "is %s where it says so",
    (zone) => {
      onDeviceIn(zone);
      expect(personZone()).toBe(zone);
    },
  );

  test.each(["Etc/Unknown", "Mars/Phobos", "", undefined])("is UTC where it says %j", (zone) => {
    onDeviceIn(zone);
    expect(personZone()).toBe("UTC");
  });

  test("lets people schedule where the device cannot tell it", () => {
    onDeviceIn("Etc/Unknown");
    const zone = personZone();
    expect(readLocalTime(inputValue(now, zone), zone)).toEqual({ kind: "one", at: now });
    expect(quickTimes(now, zone).length).toBeGreaterThan(0);
    expect(momentText(now, now, zone)).toContain("12:00");
  });
});
