// The sandbox and the destination of a test file, by the file's hooks.
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createSlot } from "../support/slot";
import {
  createVirtualClock,
  type Destination,
  startDestination,
  startSandbox,
  type TestSandbox,
  type VirtualClock,
} from "./qstash-support";

/** One sandbox and one destination for all tests of the file, emptied after each. */
export function sharedSandbox(): { sandbox: TestSandbox; destination: Destination } {
  const { sandbox, destination, start, end } = createPair();
  beforeAll(() => start());
  afterEach(async () => {
    destination.reset();
    await sandbox.call("/_sandbox/reset", { method: "POST" });
  });
  afterAll(end);
  return { sandbox, destination };
}

/** A sandbox, its clock and a destination of each test's own; the clock stands still until it is advanced. */
export function clockedSandbox(): { clock: VirtualClock; sandbox: TestSandbox; destination: Destination } {
  const { slot: clock, fill } = createSlot<VirtualClock>();
  const { sandbox, destination, start, end } = createPair();
  beforeEach(async () => {
    const started = createVirtualClock();
    fill(started);
    await start(started);
  });
  afterEach(end);
  return { clock, sandbox, destination };
}

function createPair() {
  const { slot: sandbox, fill: fillSandbox } = createSlot<TestSandbox>();
  const { slot: destination, fill: fillDestination } = createSlot<Destination>();
  let started: [TestSandbox, Destination] | undefined;
  return {
    sandbox,
    destination,
    start: async (clock?: VirtualClock) => {
      started = await Promise.all([startSandbox(clock ? { clock } : {}), startDestination()]);
      fillSandbox(started[0]);
      fillDestination(started[1]);
    },
    end: async () => {
      const ending = started ?? [];
      started = undefined;
      for (const part of ending) await part.end();
    },
  };
}
