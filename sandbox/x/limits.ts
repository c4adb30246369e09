import { days, hours, minutes } from "./clock";

/** X's limits and lifetimes. A test lowers what it wants to meet; the defaults are X's own. */
export type XLimits = {
  windowMs: number;
  createsPerWindow: number;
  deletesPerWindow: number;
  meReadsPerWindow: number;
  timelineReadsPerWindow: number;
  tweetReadsPerWindow: number;
  /** For all users of the app together. */
  appCreatesPerDay: number;
  accessTokenLifetimeSeconds: number;
  refreshTokenLifetimeMs: number;
  codeLifetimeMs: number;
  /** Within it the same text of the same user is refused; 0 refuses none. */
  duplicateWindowMs: number;
};

/** Rate limits: docs.x.com/x-api/fundamentals/rate-limits, 2026-08, per user but for the last. */
export const defaultLimits: XLimits = {
  windowMs: minutes(15),
  createsPerWindow: 100,
  deletesPerWindow: 50,
  meReadsPerWindow: 75,
  timelineReadsPerWindow: 900,
  tweetReadsPerWindow: 900,
  appCreatesPerDay: 10_000,
  accessTokenLifetimeSeconds: 7200,
  // Observed by others, not documented: six months.
  refreshTokenLifetimeMs: days(182),
  codeLifetimeMs: 30_000,
  // X gives no number; a day is the least that people report.
  duplicateWindowMs: hours(24),
};

export const limitNames = Object.keys(defaultLimits) as (keyof XLimits)[];
