// The sandbox and the destination of a test file, by the file's hooks.
import { afterEach, beforeAll, beforeEach } from "vitest";
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
  const { slot: sandbox, fill: fillSandbox } = createSlot<TestSandbox>();
  const { slot: destination, fill: fillDestination } = createSlot<Destination>();
  beforeAll(async () => {
    const [startedSandbox, startedDestination] = await Promise.all([startSandbox(), startDestination()]);
    fillSandbox(startedSandbox);
    fillDestination(startedDestination);
    return async () => {
      await startedSandbox.end();
      await startedDestination.end();
    };
  });
  afterEach(async () => {
    destination.reset();
    await sandbox.call("/_sandbox/reset", { method: "POST" });
  });
  return { sandbox, destination };
}

/** A sandbox, its clock and a destination of each test's own; the clock stands still until it is advanced. */
export function clockedSandbox(): { clock: VirtualClock; sandbox: TestSandbox; destination: Destination } {
  const { slot: clock, fill: fillClock } = createSlot<VirtualClock>();
  const { slot: sandbox, fill: fillSandbox } = createSlot<TestSandbox>();
  const { slot: destination, fill: fillDestination } = createSlot<Destination>();
  beforeEach(async () => {
    const startedClock = createVirtualClock();
    const [startedSandbox, startedDestination] = await Promise.all([
      startSandbox({ clock: startedClock }),
      startDestination(),
    ]);
    fillClock(startedClock);
    fillSandbox(startedSandbox);
    fillDestination(startedDestination);
    return async () => {
      await startedSandbox.end();
      await startedDestination.end();
    };
  });
  return { clock, sandbox, destination };
}
