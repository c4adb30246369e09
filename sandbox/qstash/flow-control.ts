import type { Message } from "./message";

/**
 * Holds due messages back per flow-control key: at most `parallelism` deliveries at once, and at most `rate` starts
 * in each `period`. Every message goes by its own limits, so where they differ the highest holds
 * (upstash.com/docs/qstash/features/flowcontrol).
 */
export type FlowControl = ReturnType<typeof createFlowControl>;

type Key = { active: number; waiting: Message[]; startedAtMs: number; startedCount: number };

const msPerSecond = 1000;

export function createFlowControl() {
  const keys = new Map<string, Key>();
  const started = new WeakMap<Message, Key>();
  const keyOf = (name: string): Key => {
    const key = keys.get(name) ?? { active: 0, waiting: [], startedAtMs: 0, startedCount: 0 };
    keys.set(name, key);
    return key;
  };

  return {
    /** Puts due messages in line. */
    enter(messages: Message[]): void {
      for (const message of messages) if (message.flowKey) keyOf(message.flowKey).waiting.push(message);
    },

    /** Takes those out of the lines that `isUnwanted` says. */
    remove(isUnwanted: (message: Message) => boolean): Message[] {
      return [...keys.values()].flatMap((key) => {
        const removed = key.waiting.filter(isUnwanted);
        if (removed.length > 0) key.waiting = key.waiting.filter((message) => !removed.includes(message));
        return removed;
      });
    },

    /** Takes out of the lines all that may start now; each must be given back with `leave`. */
    start(nowMs: number): Message[] {
      return [...keys.values()].flatMap((key) => {
        const free = key.waiting.filter((message) => tryStart(key, message, nowMs));
        for (const message of free) started.set(message, key);
        key.waiting = key.waiting.filter((message) => !free.includes(message));
        return free;
      });
    },

    leave(message: Message): void {
      const key = started.get(message);
      if (!key) return;
      started.delete(message);
      key.active -= 1;
    },

    /** When a line that waits for its next period should be looked at again; Infinity when there is none. */
    nextPeriodMs(nowMs: number): number {
      let nextMs = Number.POSITIVE_INFINITY;
      for (const key of keys.values()) {
        for (const message of key.waiting) {
          const endMs = key.startedAtMs + periodMs(message);
          if (message.rate !== null && endMs > nowMs) nextMs = Math.min(nextMs, endMs);
        }
      }
      return nextMs;
    },

    /** Empties the lines, but keeps the count of what is under way. */
    dropWaiting(): void {
      for (const key of keys.values()) key.waiting = [];
    },

    reset: () => keys.clear(),
  };
}

function tryStart(key: Key, message: Message, nowMs: number): boolean {
  if (message.parallelism !== null && key.active >= message.parallelism) return false;
  if (message.rate !== null) {
    if (nowMs >= key.startedAtMs + periodMs(message)) {
      key.startedAtMs = nowMs;
      key.startedCount = 0;
    }
    if (key.startedCount >= message.rate) return false;
  }
  key.active += 1;
  key.startedCount += 1;
  return true;
}

function periodMs(message: Message): number {
  return (message.periodSeconds ?? 1) * msPerSecond;
}
