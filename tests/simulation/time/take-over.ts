// Puts a whole process under the virtual clock: timers, Date and the timers of libraries. What the product or a
// library waits for then costs no real time, and a time-out of ten seconds ends ten virtual seconds later.
import { randomUUID as realUuid } from "node:crypto";
import { createRequire, syncBuiltinESMExports } from "node:module";
import type { VirtualTime } from "./virtual-time";

const require = createRequire(import.meta.url);
const timersPromises: { setTimeout: unknown } = require("node:timers/promises");
const crypto: { randomUUID: unknown } = require("node:crypto");

/** Kept from before: the simulation itself waits for PostgreSQL in real time. */
export const realSetTimeout = globalThis.setTimeout;
export const realClearTimeout = globalThis.clearTimeout;
export const realNow = performance.now.bind(performance);

/** What a timer's setter is given; nearly every statement sets one, so its methods are shared. */
type Handle = { cancel: () => void; again: () => void };

const handleMethods = {
  ref(this: Handle) {
    return this;
  },
  unref(this: Handle) {
    return this;
  },
  hasRef: () => false,
  refresh(this: Handle) {
    this.again();
    return this;
  },
  close(this: Handle) {
    this.cancel();
  },
};

/**
 * Replaces the globals until the returned function is called.
 * @param machineSkewMs how far the machines' own clocks, which \`Date\` reads, are off.
 * @param uuid gives the ids, so that a seed makes the same ones again.
 */
export function takeOver(
  time: Pick<VirtualTime, "now" | "setTimer">,
  machineSkewMs: () => number,
  uuid: () => ReturnType<typeof realUuid>,
): () => void {
  const RealDate = globalThis.Date;
  const kept = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    Date: RealDate,
  };
  const keptPromised = timersPromises.setTimeout;
  const keptNow = performance.now;
  const startMs = time.now();

  const handleOf = (cancel: () => void, again: () => void): Handle =>
    Object.assign(Object.create(handleMethods), { cancel, again });
  const after = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): Handle => {
    const set = () => time.setTimer(time.now() + Math.max(0, ms), () => run(...args));
    let cancel = set();
    return handleOf(
      () => cancel(),
      () => {
        cancel();
        cancel = set();
      },
    );
  };
  const every = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): Handle => {
    const set = (): (() => void) =>
      time.setTimer(time.now() + Math.max(1, ms), () => {
        cancel = set();
        run(...args);
      });
    let cancel = set();
    return handleOf(
      () => cancel(),
      () => undefined,
    );
  };
  const isOurs = (handle: unknown): handle is Handle =>
    typeof handle === "object" && handle !== null && Object.getPrototypeOf(handle) === handleMethods;
  const cancelOf =
    (real: (handle?: NodeJS.Timeout) => void) =>
    (handle?: unknown): void => {
      if (isOurs(handle)) handle.cancel();
      else real(handle as NodeJS.Timeout | undefined);
    };
  const delay = (ms = 0, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options ?? {};
      const giveUp = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = time.setTimer(time.now() + ms, () => {
        signal?.removeEventListener("abort", giveUp);
        resolve(value);
      });
      signal?.addEventListener("abort", giveUp);
    });

  Object.assign(globalThis, {
    setTimeout: after,
    clearTimeout: cancelOf(kept.clearTimeout),
    setInterval: every,
    clearInterval: cancelOf(kept.clearInterval),
    Date: virtualDate(RealDate, () => time.now() + machineSkewMs()),
  });
  performance.now = () => time.now() - startMs;
  timersPromises.setTimeout = delay;
  crypto.randomUUID = uuid;
  syncBuiltinESMExports();
  return () => {
    Object.assign(globalThis, kept);
    performance.now = keptNow;
    timersPromises.setTimeout = keptPromised;
    crypto.randomUUID = realUuid;
    syncBuiltinESMExports();
  };
}

/** `Date` whose present is the virtual one; dates made from a value are as ever. */
function virtualDate(RealDate: DateConstructor, nowMs: () => number): DateConstructor {
  const virtual: DateConstructor = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [nowMs()] : args,
        newTarget === virtual ? target : newTarget,
      ),
    apply: (target) => new target(nowMs()).toString(),
    get: (target, key) => (key === "now" ? () => Math.floor(nowMs()) : Reflect.get(target, key)),
  });
  return virtual;
}
