// Every call that a simulated process makes to the outside waits here until it is let go, one at a time: who goes next
// and what befalls the call is decided in one place, so that an order can be chosen, repeated and explored.

import type { LockWaits } from "../time/lock-waits";
import type { Stirring } from "../time/quiet";
import type { VirtualTime } from "../time/virtual-time";

export type CallKind = "db" | "tx" | "step" | "commit" | "clock" | "qstash" | "x" | "store";

/**
 * What befalls a call. `lost`: it is carried out, and its caller learns that the connection broke. `refused`: it is not
 * carried out, and the caller learns that. `conflict`: the database asks to try again. `crash-before`, `crash-after`:
 * its process dies then. `freeze`: its process is stopped just before it, for a while.
 */
export type Fate = "go" | "lost" | "refused" | "conflict" | "crash-before" | "crash-after" | "freeze";

/** `db`: one statement; `tx` and `commit`: the ends of a transaction, `step`: a statement in one. */
export type Call = {
  process: string;
  kind: CallKind;
  name: string;
  /** Which of all transactions it belongs to, for `tx`, `step` and `commit`. */
  tx?: number | undefined;
};

export type WaitingCall = Call & { id: number; isFree: () => boolean; release: () => void };

export type Calls = {
  /** Resolves with the call's fate when it is its turn. @param isFree whether its process may go on now. */
  wait: (call: Call, isFree: () => boolean) => Promise<Fate>;
  /** Those that could go now, in the order in which they came. */
  ready: () => WaitingCall[];
  /** Who goes next: the index among the ready ones. */
  choose: (ready: readonly WaitingCall[]) => number;
  /** What befalls the call that goes next. */
  judge: (call: Call) => Fate;
  /** Kinds that do not wait for their turn. */
  ungated: Set<CallKind>;
  /** Forgets all that wait: they never go on. */
  reset: () => void;
  onCall: (call: Call, fate: Fate) => void;
};

export function createCalls(): Calls {
  let waiting: WaitingCall[] = [];
  let lastId = 0;
  const calls: Calls = {
    wait: (call, isFree) => {
      if (calls.ungated.has(call.kind) && isFree()) return Promise.resolve(settle(call));
      return new Promise((resolve) => {
        lastId += 1;
        const entry: WaitingCall = {
          ...call,
          id: lastId,
          isFree,
          release: () => {
            waiting = waiting.filter((other) => other !== entry);
            resolve(settle(call));
          },
        };
        waiting.push(entry);
      });
    },
    ready: () => waiting.filter(({ isFree }) => isFree()),
    choose: () => 0,
    judge: () => "go",
    ungated: new Set(),
    reset: () => {
      waiting = [];
    },
    onCall: () => undefined,
  };
  function settle(call: Call): Fate {
    const fate = calls.judge(call);
    calls.onCall(call, fate);
    return fate;
  }
  return calls;
}

export type Driven = { calls: Calls; time: VirtualTime; stirring: Stirring; locks: LockWaits };

/**
 * Lets calls go and moves the clock until `isDone`, or until all stands still and no timer is due by `untilMs`.
 * Returns whether `isDone`.
 */
export async function drive(
  { calls, time, stirring, locks }: Driven,
  isDone: () => boolean,
  untilMs: number,
): Promise<boolean> {
  for (;;) {
    await stirring.quiet();
    locks.watch(stirring.blocked());
    if (isDone()) return true;
    const ready = calls.ready();
    if (ready.length > 0) {
      ready[calls.choose(ready)]?.release();
      continue;
    }
    if (time.nextMs() > untilMs) {
      time.moveTo(untilMs);
      return false;
    }
    time.fireNext();
  }
}
