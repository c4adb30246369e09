// A process group is named by its leader's pid, and lasts until its last member is gone.
import { setTimeout as delay } from "node:timers/promises";

const pollMs = 10;

/** Kills every member; none left is fine. */
export function killGroup(leaderPid: number): void {
  signalGroup(leaderPid, "SIGKILL");
}

export function isGroupAlive(leaderPid: number): boolean {
  return signalGroup(leaderPid, 0);
}

/** A killed process dies a moment later. @returns when all are gone, or after `timeoutMs`. */
export async function waitUntilGroupIsGone(leaderPid: number, timeoutMs: number): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (isGroupAlive(leaderPid) && Date.now() < giveUpAt) await delay(pollMs);
}

/** @returns false when the group has no member. */
function signalGroup(leaderPid: number, signal: "SIGKILL" | 0): boolean {
  // To the system, group 0 is the caller's own and group 1 is every process there is.
  if (leaderPid <= 1) return false;
  try {
    return process.kill(-leaderPid, signal);
  } catch {
    return false;
  }
}
