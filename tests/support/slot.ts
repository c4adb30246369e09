/**
 * An object for a file's tests to hold before what it stands for is started. `fill` gives it all that the started one
 * has, getters included, and replaces what an earlier `fill` gave; until the first it has nothing. For plain objects
 * only: what comes from a class stays behind.
 */
export function createSlot<T extends object>(): { slot: T; fill: (started: T) => void } {
  const slot = {} as T;
  return {
    slot,
    fill: (started) => {
      Object.defineProperties(slot, Object.getOwnPropertyDescriptors(started));
    },
  };
}
