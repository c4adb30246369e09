import { days, hours, minutes } from "./clock";

/** X's limits and lifetimes. A test lowers what it wants to meet; the defaults are X's own. */
export type XLimits = {
  windowMs: number;
  createsPerWindow: number;
  deletesPerWindow: number;
  meReadsPerWindow: number;
  timelineReadsPerWindow: number;
  tweetReadsPerWindow: number;
  mediaInitsPerWindow: number;
  mediaAppendsPerWindow: number;
  mediaFinalizesPerWindow: number;
  mediaStatusReadsPerWindow: number;
  mediaMetadataPerWindow: number;
  /** For all users of the app together. */
  appCreatesPerDay: number;
  accessTokenLifetimeSeconds: number;
  refreshTokenLifetimeMs: number;
  codeLifetimeMs: number;
  /** Within it the same text of the same user is refused; 0 refuses none. */
  duplicateWindowMs: number;
  imageBytes: number;
  gifBytes: number;
  videoBytes: number;
  segmentBytes: number;
  /** From initialize to finalize. */
  uploadLifetimeSeconds: number;
  /** From finalize to the post. */
  mediaLifetimeSeconds: number;
  /** Of GIFs and videos; images need none. */
  mediaProcessingMs: number;
};

const bytesPerMegabyte = 1024 * 1024;
const megabytes = (count: number): number => count * bytesPerMegabyte;

/** Rate limits: docs.x.com/x-api/fundamentals/rate-limits, 2026-08, per user but for the last. */
export const defaultLimits: XLimits = {
  windowMs: minutes(15),
  createsPerWindow: 100,
  deletesPerWindow: 50,
  meReadsPerWindow: 75,
  timelineReadsPerWindow: 900,
  tweetReadsPerWindow: 900,
  mediaInitsPerWindow: 1875,
  mediaAppendsPerWindow: 1875,
  mediaFinalizesPerWindow: 1875,
  mediaStatusReadsPerWindow: 1000,
  mediaMetadataPerWindow: 500,
  appCreatesPerDay: 10_000,
  accessTokenLifetimeSeconds: 7200,
  // Observed by others, not documented: six months.
  refreshTokenLifetimeMs: days(182),
  codeLifetimeMs: 30_000,
  // X gives no number; a day is the least that people report.
  duplicateWindowMs: hours(24),
  imageBytes: megabytes(5),
  gifBytes: megabytes(15),
  // What every account may post; X's page on media (docs.x.com, 2026) allows more, by account.
  videoBytes: megabytes(512),
  // docs of the chunked upload: "must be <= 5 MB".
  segmentBytes: megabytes(5),
  // Both as in X's examples of these answers.
  uploadLifetimeSeconds: 1_295_999,
  mediaLifetimeSeconds: 86_400,
  mediaProcessingMs: 1500,
};

export const limitNames = Object.keys(defaultLimits) as (keyof XLimits)[];
