// Runs one part so that nothing of it outlives the start, whatever kills the start.
//
//   node guard.mjs <signal that stops it> <command> <argument>…
//
// It leads a process group of its own, and its descriptor 3 is tied to the start.
// The start writes `stop <graceMs>`; the guard reports the part's end as `{"code","signal"}`. When descriptor 3
// closes, the start is gone, by `kill -9` perhaps: then the part is stopped too. Plain JavaScript, so that a
// guard is one light process.
import { spawn } from "node:child_process";
import { Socket } from "node:net";

const startDescriptor = 3;
/** Longer than a part takes to end by itself, shorter than a person waits for the next start. */
const orphanGraceMs = 2_500;

const start = new Socket({ fd: startDescriptor });
const [stopSignal, command, ...args] = process.argv.slice(2);
const part = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });

// A signal to the whole group is for the part; the guard stays to see it end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

part.on("error", (error) => {
  console.error(error.message);
  end({ code: 127, signal: null });
});
part.on("exit", (code, signal) => end({ code, signal }));

start.on("data", (data) => {
  const [, graceMs] = /^stop (\d+)$/m.exec(String(data)) ?? [];
  if (graceMs) stop(Number(graceMs));
});
start.on("error", () => {});
start.on("close", () => stop(orphanGraceMs));

/** @param {number} graceMs */
function stop(graceMs) {
  part.kill(stopSignal);
  setTimeout(endGroup, graceMs);
}

/** @param {{ code: number | null, signal: string | null }} exit */
function end(exit) {
  if (start.destroyed) endGroup();
  else start.write(`${JSON.stringify(exit)}\n`, endGroup);
}

/** Ends what the part left behind, and the guard with it. */
function endGroup() {
  process.kill(-process.pid, "SIGKILL");
}
