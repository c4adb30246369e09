// What comes from outside of JavaScript, such as an answer of PostgreSQL or of another thread, comes when it comes.
// Handed on one at a time, in the order in which it was asked for, it makes the same life every time.

export type Arrivals = {
  /** Notes that somebody awaits something. It is handed on when its turn comes, or at once where nothing is held. */
  expect: (by: object) => (handOn: () => void) => void;
  /** From now on what arrives waits for its turn. */
  hold: () => void;
  /** From now on what arrives is handed on at once. */
  letGo: () => void;
  /** Whose turn it is: the first asked for, those left out who wait for others. */
  first: (isWaiting: (by: object) => boolean) => Expected | undefined;
  handOn: (expected: Expected) => void;
  /** Who awaits what has not arrived, in the order in which it was asked for. */
  awaiting: () => object[];
};

export type Expected = { by: object; handOn: (() => void) | null };

export function createArrivals(): Arrivals {
  const expected = new Set<Expected>();
  let isHeld = false;
  const handOn = (entry: Expected) => {
    expected.delete(entry);
    entry.handOn?.();
  };
  return {
    expect: (by) => {
      const entry: Expected = { by, handOn: null };
      expected.add(entry);
      return (run) => {
        entry.handOn = run;
        if (!isHeld) handOn(entry);
      };
    },
    hold: () => {
      isHeld = true;
    },
    letGo: () => {
      isHeld = false;
      for (const entry of expected) if (entry.handOn) handOn(entry);
    },
    first: (isWaiting) => {
      for (const entry of expected) if (entry.handOn || !isWaiting(entry.by)) return entry;
      return undefined;
    },
    handOn,
    awaiting: () => [...expected].flatMap(({ by, handOn: run }) => (run ? [] : by)),
  };
}
