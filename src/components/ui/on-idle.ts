/** Where a browser cannot say that it is idle: after the page's own first work. */
const fallbackMs = 1500;

/** Runs something once when the browser has nothing else to do. Answers how to take that back. */
export function onIdle(run: () => void): () => void {
  if (typeof window.requestIdleCallback === "function") {
    const handle = window.requestIdleCallback(run);
    return () => window.cancelIdleCallback(handle);
  }
  const handle = window.setTimeout(run, fallbackMs);
  return () => window.clearTimeout(handle);
}
