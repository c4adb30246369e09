/** All time in the sandbox comes from here, so a test can run years of it in a moment. */
export type Clock = {
  /** Unix time in milliseconds. */
  now: () => number;
  /** Calls `run` once, at or after `atMs` (Unix milliseconds), never before; returns what takes the call back. */
  setTimer: (atMs: number, run: () => void) => () => void;
};

/**
 * A long wait is cut into slices: `setTimeout` holds no more than 2^31 ms, and does not see that the machine slept
 * or that its clock was set.
 */
const sliceMaxMs = 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (atMs, run) => {
    const look = () => {
      if (Date.now() >= atMs) run();
      else handle = waitOneSlice();
    };
    // A timer alone does not keep the process: the server does.
    const waitOneSlice = () => setTimeout(look, Math.min(Math.max(atMs - Date.now(), 0), sliceMaxMs)).unref();
    let handle = waitOneSlice();
    return () => clearTimeout(handle);
  },
};
