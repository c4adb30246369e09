import { afterAll, beforeAll, beforeEach } from "vitest";
import type { XSandboxOptions } from "../../sandbox/x/server";
import { createSlot } from "./slot";
import { startTestX, type TestX } from "./x-sandbox";

/** The system's clock, moved ahead by `offsetMs`. */
export type OffsetClock = { offsetMs: number; now: () => number };

/** One X sandbox for all tests of the file, by the file's hooks: emptied before each, its clock set right. */
export function sharedX(options: Omit<Partial<XSandboxOptions>, "clock"> = {}): {
  x: TestX;
  clock: OffsetClock;
} {
  const clock: OffsetClock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };
  const { slot: x, fill } = createSlot<TestX>();
  let started: TestX | undefined;
  beforeAll(async () => {
    started = await startTestX({ clock, ...options });
    fill(started);
  });
  afterAll(() => started?.close());
  beforeEach(async () => {
    clock.offsetMs = 0;
    await x.post("/_sandbox/reset");
  });
  return { x, clock };
}
