// What a killed start leaves of its PostgreSQL: a server that still runs, or the lock file of one that does not.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const stopTimeoutMs = 10_000;
const pollMs = 50;

/**
 * Stops the server that an earlier start left on `dir`, and takes its lock file away where another process has
 * its pid by now: PostgreSQL would refuse to start because of that.
 * @throws Error when a process of that server does not end.
 */
export async function stopLeftover(dir: string): Promise<void> {
  const lockFile = join(dir, "postmaster.pid");
  const pid = Number((await readFile(lockFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return;
  // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
  if (serverProcesses(dir).includes(pid)) process.kill(pid, "SIGINT");
  const giveUpAt = Date.now() + stopTimeoutMs;
  // A killed server's children end a moment after it: until then the data is theirs.
  while (serverProcesses(dir).length) {
    if (Date.now() > giveUpAt) {
      throw new Error(
        `A PostgreSQL from before still runs on ${dir} (process ${pid}) and does not end. End it first.`,
      );
    }
    await delay(pollMs);
  }
  if (exists(pid)) await rm(lockFile, { force: true });
}

/** A pid is given out again: only a PostgreSQL that works on this very folder is ours to stop. */
function serverProcesses(dir: string): number[] {
  return existsSync("/proc/self/cwd")
    ? serverProcessesFromProc(realpathSync(dir))
    : serverProcessesFromPs(dir);
}

function serverProcessesFromProc(dir: string): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isServerProcess(pid, dir)).map(Number);
}

/** All of PostgreSQL's processes work in their data folder. A zombie works nowhere. */
function isServerProcess(pid: string, dir: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === dir &&
      readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres")
    );
  } catch {
    return false;
  }
}

function serverProcessesFromPs(dir: string): number[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,stat=,args="], { encoding: "utf8" });
  const lines = (stdout ?? "").split("\n").map((line) => /^\s*(\d+)\s+([^Z\s]\S*)\s+(.*)$/.exec(line));
  return lines.flatMap((found) => (found?.[3]?.includes(`postgres -D ${dir} `) ? [Number(found[1])] : []));
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
