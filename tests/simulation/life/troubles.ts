// What befalls the calls of Roost's processes: each trouble waits for a call of its kind, strikes once and is counted.
import type { Call, CallKind, Fate } from "../world/calls";
import type { Ground } from "../world/ground";
import type { World } from "../world/world";

export type Trouble = {
  name: string;
  fate: Fate;
  kinds: readonly CallKind[];
  /** Only the call that its process makes right after one of such a name. */
  after?: RegExp;
  /** So many calls that would fit go by before it strikes. */
  skip: number;
  /** For a process that is stopped: for how long. */
  ms?: number;
};

export type Troubles = {
  add: (trouble: Trouble) => void;
  judge: (call: Call) => Fate;
  /** How often each has struck, by its name. */
  struck: Map<string, number>;
  /** Notes that one of this name has struck. */
  strike: (name: string, times?: number) => void;
  /** What has not struck yet never will. */
  clear: () => void;
};

/**
 * Stopped for minutes just before the socket, a process could still send twice: that is said of Roost in plain words,
 * and is nothing that a check could ask. So there it is stopped for less than X is given to show a post.
 */
const longestBeforeSendingMs = 40_000;

export function createTroubles(ground: Ground, world: World): Troubles {
  let waiting: Trouble[] = [];
  const lastOf = new Map<string, string>();
  const struck = new Map<string, number>();
  const strike = (name: string, times = 1) => {
    struck.set(name, (struck.get(name) ?? 0) + times);
  };
  return {
    struck,
    strike,
    add: (trouble) => {
      waiting.push({ ...trouble });
    },
    judge: (call) => {
      const before = lastOf.get(call.process) ?? "";
      lastOf.set(call.process, call.name);
      const trouble = waiting.find(
        ({ kinds, after }) => kinds.includes(call.kind) && (after?.test(before) ?? true),
      );
      if (!trouble) return "go";
      if (trouble.skip > 0) {
        trouble.skip -= 1;
        return "go";
      }
      waiting = waiting.filter((other) => other !== trouble);
      strike(trouble.name);
      if (trouble.fate === "freeze") thawLater(ground, world, call, trouble);
      return trouble.fate;
    },
    clear: () => {
      waiting = [];
    },
  };
}

function thawLater(ground: Ground, world: World, call: Call, { ms = 0 }: Trouble): void {
  const isSending = call.kind === "x" && call.name === "POST /2/tweets";
  const process = world.processes.get(call.process);
  const forMs = isSending ? Math.min(ms, longestBeforeSendingMs) : ms;
  ground.time.setTimer(ground.time.now() + forMs, () => process?.thaw());
}
