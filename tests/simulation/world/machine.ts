// Each simulated process runs on a machine of its own, whose clock may be off: what the process does reads that one.
import { AsyncLocalStorage } from "node:async_hooks";

export type Machine = { skewMs: number };

const present = new AsyncLocalStorage<Machine>();

/** All that `run` begins, and all that comes of it, reads this machine's clock. */
export function onMachine<T>(machine: Machine, run: () => T): T {
  return present.run(machine, run);
}

/** How far the clock of whoever asks is off, in milliseconds. */
export function skewHereMs(): number {
  return present.getStore()?.skewMs ?? 0;
}
