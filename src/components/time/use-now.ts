import { useSyncExternalStore } from "react";

const tickMs = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let second = Math.floor(Date.now() / tickMs);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(Date.now() / tickMs);
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
  };
}

/** This machine's clock in ms, in whole seconds, ticking. One timer serves the whole page. */
export function useNowMs(): number {
  return (
    useSyncExternalStore(
      subscribe,
      () => second,
      () => 0,
    ) * tickMs
  );
}
