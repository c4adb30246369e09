import { afterEach, describe, expect, test, vi } from "vitest";
import { jobPlans } from "../../reconciler/jobs";
import { ring } from "../../reconciler/ring";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

afterEach(() => {
  vi.useRealTimers();
});

/** When a job rings from an instant on. */
async function ringsOf(job: string, zone: string, from: string, forMs: number): Promise<number[]> {
  const plan = jobPlans.find((candidate) => candidate.job === job);
  if (!plan) throw new Error(`there is no job ${job}`);
  vi.useFakeTimers({ now: Date.parse(from) });
  const rung: number[] = [];
  const task = ring(plan, zone, () => rung.push(Date.now()));
  await vi.advanceTimersByTimeAsync(forMs);
  await task.destroy();
  return rung;
}

const gapsOf = (rung: number[]) => new Set(rung.slice(1).map((at, index) => at - (rung[index] ?? 0)));

describe("while the clocks of ARM_WINDOW_ZONE change", () => {
  test.each([
    ["back in Berlin", "Europe/Berlin", "2026-10-24T23:58:00Z"],
    ["ahead in Berlin", "Europe/Berlin", "2027-03-27T23:58:00Z"],
    ["back in New York", "America/New_York", "2026-11-01T04:58:00Z"],
    ["back by half an hour on Lord Howe", "Australia/Lord_Howe", "2027-04-03T13:58:00Z"],
    ["ahead by half an hour on Lord Howe", "Australia/Lord_Howe", "2026-10-03T13:58:00Z"],
  ])("%s, a sweep begins every minute", async (_, zone, from) => {
    const rung = await ringsOf("sweep", zone, from, 4 * hourMs);
    expect(rung).toHaveLength(240);
    expect([...gapsOf(rung)]).toEqual([minuteMs]);
  });

  test.each([
    ["back in Berlin", "Europe/Berlin", "2026-10-24T12:00:00Z"],
    ["ahead by half an hour on Lord Howe", "Australia/Lord_Howe", "2026-10-03T04:00:00Z"],
  ])("%s, what is due within a day is checked every hour", async (_, zone, from) => {
    const rung = await ringsOf("orphans-today", zone, from, dayMs);
    expect(rung).toHaveLength(24);
    expect([...gapsOf(rung)]).toEqual([hourMs]);
  });

  // One of each kind: in 2026 and 2027 every zone changes its clocks between 21:00 and 04:00.
  const changes = [
    ["at midnight in Havana", "America/Havana", "2026-10-30", "2027-03-12"],
    ["at midnight in Cairo", "Africa/Cairo", "2026-10-27", "2027-04-28"],
    ["at two in Berlin", "Europe/Berlin", "2026-10-23", "2027-03-26"],
    ["at three in Athens", "Europe/Athens", "2026-10-23", "2027-03-26"],
    ["by half an hour on Lord Howe", "Australia/Lord_Howe", "2026-10-01", "2027-04-01"],
    ["by two hours at Troll", "Antarctica/Troll", "2026-10-23", "2027-03-26"],
    ["at a quarter to four on Chatham", "Pacific/Chatham", "2026-09-24", "2027-04-01"],
  ] as const;

  test.each(changes)("%s, each night has each nightly pass once", async (_, zone, ...froms) => {
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
    for (const job of ["orphans", "media", "records"]) {
      for (const from of froms) {
        const rung = await ringsOf(job, zone, `${from}T12:00:00Z`, 4 * dayMs);
        expect(rung, `${job} from ${from}`).toHaveLength(4);
        expect(new Set(rung.map((at) => day.format(at))).size, `${job} from ${from}`).toBe(4);
      }
    }
  });

  test.each(changes)("%s, no two windows lie more than half a day apart", async (_, zone, ...froms) => {
    for (const from of froms) {
      const rung = await ringsOf("window", zone, `${from}T12:00:00Z`, 4 * dayMs);
      expect(Math.max(...gapsOf(rung)), from).toBeLessThanOrEqual(12 * hourMs);
      expect(rung.length, from).toBeLessThanOrEqual(33);
    }
  });
});

test("the windows keep the hours of ARM_WINDOW_ZONE", async () => {
  const rung = await ringsOf("window", "Asia/Kolkata", "2026-11-22T18:29:00Z", dayMs);
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Kolkata", timeStyle: "short" });
  expect(rung.map((at) => clock.format(at))).toEqual(
    ["00", "06", "12", "18"].flatMap((hour) => [`${hour}:00`, `${hour}:30`]),
  );
});

test.each([1_500, 20_000, 3 * hourMs])(
  "a night's pass is rung all the same by a process that woke %i ms late",
  async (lateMs) => {
    vi.useFakeTimers({ now: Date.parse("2026-11-22T04:00:00Z") });
    let rung = 0;
    const plan = jobPlans.find(({ job }) => job === "records");
    if (!plan) throw new Error("there is no such job");
    const task = ring(plan, "UTC", () => {
      rung += 1;
    });
    vi.setSystemTime(Date.now() + lateMs);
    await vi.advanceTimersByTimeAsync(dayMs / 2);
    expect(rung).toBe(1);
    await vi.advanceTimersByTimeAsync(dayMs);
    await task.destroy();
    expect(rung).toBe(2);
  },
);

test("sweeps go on while the machine's clock is set back, and once it is put right", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-22T04:00:30Z") });
  const rung: string[] = [];
  const [sweep] = jobPlans;
  if (!sweep) throw new Error("there is no sweep");
  const bell = ring(sweep, "UTC", () => rung.push(new Date().toISOString().slice(11, 19)));
  await vi.advanceTimersByTimeAsync(minuteMs);
  vi.setSystemTime(Date.now() - hourMs);
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  vi.setSystemTime(Date.now() + hourMs);
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  await bell.destroy();
  expect(rung).toEqual(["04:01:00", "03:02:00", "03:03:00", "04:04:00", "04:05:00"]);
});

test("sweeps that a sleeping machine missed are made up for by one", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-22T04:00:30Z") });
  const rung: string[] = [];
  const [sweep] = jobPlans;
  if (!sweep) throw new Error("there is no sweep");
  const task = ring(sweep, "UTC", () => rung.push(new Date().toISOString().slice(11, 19)));
  await vi.advanceTimersByTimeAsync(minuteMs);
  vi.setSystemTime(Date.now() + 10 * minuteMs + 5000);
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  await task.destroy();
  expect(rung).toEqual(["04:01:00", "04:12:05", "04:13:00"]);
});
