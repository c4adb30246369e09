// One process of Roost: it can be stopped for a while, or die. What it awaits then never goes on, and its open
// transactions are rolled back, as PostgreSQL does for a lost connection.

import type { CallKind, Calls, Fate } from "./calls";
import type { Machine } from "./machine";

export type SimProcess = {
  name: string;
  machine: Machine;
  isUp: () => boolean;
  isFrozen: () => boolean;
  isDead: () => boolean;
  /** Waits for this call's turn. Never resolves in a dead process. */
  pass: (kind: CallKind, name: string, tx?: number) => Promise<Fate>;
  /** The call's answer reaches its caller: never in a dead process, and not before a frozen one goes on. */
  back: (fate: Fate) => Promise<void>;
  /** Rejects when the process dies: what it holds at the outside is let go. */
  died: Promise<never>;
  crash: () => void;
  freeze: () => void;
  thaw: () => void;
};

const diedMessage = "The process died.";

export function createProcess(name: string, calls: Calls): SimProcess {
  let state: "up" | "frozen" | "dead" = "up";
  let thawed: (() => void)[] = [];
  let die: (reason: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    die = reject;
  });
  died.catch(() => undefined);
  const never = () => new Promise<never>(() => undefined);

  const process: SimProcess = {
    name,
    machine: { skewMs: 0 },
    isUp: () => state === "up",
    isFrozen: () => state === "frozen",
    pass: async (kind, callName, tx) => {
      if (state === "dead") return never();
      const call = { process: name, kind, name: callName, tx };
      let fate: Fate;
      do {
        fate = await calls.wait(call, () => state === "up");
        if (fate === "freeze") process.freeze();
      } while (fate === "freeze");
      if (fate === "crash-before") process.crash();
      return process.isDead() ? never() : fate;
    },
    back: async (fate) => {
      if (fate === "crash-after") process.crash();
      while (state === "frozen") await new Promise<void>((resolve) => thawed.push(resolve));
      if (state === "dead") await never();
    },
    isDead: () => state === "dead",
    died,
    crash: () => {
      if (state === "dead") return;
      state = "dead";
      die(new Error(diedMessage));
    },
    freeze: () => {
      if (state === "up") state = "frozen";
    },
    thaw: () => {
      if (state !== "frozen") return;
      state = "up";
      const waiting = thawed;
      thawed = [];
      for (const goOn of waiting) goOn();
    },
  };
  return process;
}

/** Makes one call of a process to the outside, with what befalls it. @param errors what its caller then sees. */
export async function makeCall<T>(
  process: SimProcess,
  kind: CallKind,
  name: string,
  run: () => Promise<T>,
  errorOf: (fate: Fate) => Error,
): Promise<T> {
  const fate = await process.pass(kind, name);
  if (fate === "refused" || fate === "conflict") throw errorOf(fate);
  const outcome = await run().then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  await process.back(fate);
  if (!outcome.ok) throw outcome.error;
  if (fate === "lost") throw errorOf(fate);
  return outcome.value;
}
