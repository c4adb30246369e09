// What a process has had of the processor: unlike a time, it hardly depends on what else the machine does.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever the kernel's own tick is: man 5 proc_pid_stat, sysconf(_SC_CLK_TCK). */
const msPerTick = 10;

/** User and system time of all members of a process group, in milliseconds; null where the system does not tell. */
export function processorMsOfGroup(leaderPid: number): number | null {
  if (!existsSync("/proc/self/stat")) return null;
  const members = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return members.reduce((sum, pid) => sum + processorMs(pid, leaderPid), 0);
}

function processorMs(pid: string, leaderPid: number): number {
  try {
    // The second field, the name, may itself hold spaces and brackets: the rest is counted from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [group, userTicks = 0, systemTicks = 0] = [fields[2], fields[11], fields[12]];
    return group === leaderPid ? (userTicks + systemTicks) * msPerTick : 0;
  } catch {
    return 0;
  }
}
