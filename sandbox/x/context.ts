import type pg from "pg";
import type { Clock } from "./clock";
import type { XLimits } from "./limits";

/** What every handler is given. */
export type XContext = {
  db: pg.Pool;
  /** For counters and logs, which a crash of the machine may set back a little: its commits do not wait for the disk. */
  counters: pg.Pool;
  clock: Clock;
  limits: { current: XLimits; initial: XLimits };
  clientId: string;
  clientSecret: string;
  /** Empty: any loopback address may be a redirect URI. */
  redirectUris: string[];
  /** A new id, higher than every one before it. */
  nextId: () => string;
  /** Aborted when the sandbox closes: ends what waits. */
  stopping: AbortSignal;
};
