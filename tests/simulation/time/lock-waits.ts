// Statements that wait for a row which somebody holds give up after as long as in production, in virtual time.
import type pg from "pg";
import type { Stirring } from "./quiet";
import type { VirtualTime } from "./virtual-time";

/** As src/server/db.ts sets it on its connections. */
const lockTimeoutMs = 5_000;

export type LockWaits = {
  /** @param pids the backends that wait now. */
  watch: (pids: readonly number[]) => void;
  reset: () => void;
};

export function createLockWaits(time: VirtualTime, sql: pg.Client, stirring: Stirring): LockWaits {
  const waits = new Map<number, () => void>();
  return {
    watch: (pids) => {
      for (const [pid, forget] of waits) {
        if (pids.includes(pid)) continue;
        forget();
        waits.delete(pid);
      }
      for (const pid of pids) {
        if (waits.has(pid)) continue;
        const giveUp = () => {
          stirring.giveUp(pid);
          void sql.query("SELECT pg_cancel_backend($1)", [pid]);
        };
        waits.set(pid, time.setTimer(time.now() + lockTimeoutMs, giveUp));
      }
    },
    reset: () => waits.clear(),
  };
}
