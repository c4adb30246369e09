// The one clock of a simulated world: it stands still while anything works, and moves only to the next timer.

/** Milliseconds since 1970 throughout. */
export type VirtualTime = {
  now: () => number;
  /** Calls `run` once when time reaches `atMs`, at once where that has passed; returns what takes the call back. */
  setTimer: (atMs: number, run: () => void) => () => void;
  /** When the earliest timer is due; Infinity where none is set. */
  nextMs: () => number;
  /** Moves to the earliest timer's time, if it lies ahead, and runs that timer. */
  fireNext: () => void;
  /** Moves to this time. Timers on the way must have been fired before. */
  moveTo: (ms: number) => void;
  /** Forgets all timers, and starts again at this time. */
  restart: (ms: number) => void;
  /** Rises with every timer that is set or taken back: what changes is not idle. */
  activity: () => number;
};

type Timer = { atMs: number; seq: number; run: () => void };

export function createVirtualTime(startMs: number): VirtualTime {
  let nowMs = startMs;
  let seq = 0;
  const timers = new Set<Timer>();

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      const isBefore =
        !first || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.seq < first.seq);
      if (isBefore) first = timer;
    }
    return first;
  }

  return {
    now: () => nowMs,
    setTimer: (atMs, run) => {
      seq += 1;
      const timer = { atMs, seq, run };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    nextMs: () => earliest()?.atMs ?? Number.POSITIVE_INFINITY,
    fireNext: () => {
      const timer = earliest();
      if (!timer) return;
      timers.delete(timer);
      nowMs = Math.max(nowMs, timer.atMs);
      seq += 1;
      timer.run();
    },
    moveTo: (ms) => {
      nowMs = Math.max(nowMs, ms);
    },
    restart: (ms) => {
      timers.clear();
      nowMs = ms;
    },
    activity: () => seq,
  };
}
