// A package manager that dies tells its script nothing, and nobody could end the stack any more: so it is watched.
// (A shell may well end before what it started; then nobody wants the stack to end.)

const lookEveryMs = 500;

/** Calls `onGone` once, when the npm, pnpm or yarn that runs this as a script is gone. @returns what ends the watch. */
export function watchLauncher(onGone: () => void): () => void {
  const launcherPid = process.ppid;
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === launcherPid) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  return () => clearInterval(timer);
}
