import type pg from "pg";
import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { Limits } from "./limits";
import type { RequestCounts } from "./request-counts";

/** What every part of one running sandbox shares, the dispatcher itself among them. */
export type Core = {
  db: pg.Pool;
  clock: Clock;
  limits: Limits;
  token: string;
  currentSigningKey: string;
  nextSigningKey: string;
  /** Refuse loopback destinations, as the real service does. */
  strict: boolean;
  faults: Faults;
  requests: RequestCounts;
};

/** Starts every delivery at its time. One timer waits for the earliest; nothing runs while nothing is due. */
export type Dispatcher = {
  /** A message is due at `dueAtMs` (Unix milliseconds), maybe earlier than all that was known. */
  expect: (dueAtMs: number) => void;
  /** These must not start any more; one that is under way goes on. */
  noteCancelled: (ids: string[]) => void;
  /** Forgets what waits in memory, after the tables were emptied. */
  reset: () => void;
  /** Cuts the deliveries under way without recording them: the next start makes them again. */
  close: () => Promise<void>;
};

/** What the API's verbs work with. */
export type Context = Core & { dispatcher: Dispatcher };
