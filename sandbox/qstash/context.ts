import type pg from "pg";
import type { Clock } from "./clock";
import type { Dispatcher } from "./dispatcher";
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

/** What the API's verbs work with. */
export type Context = Core & { dispatcher: Dispatcher };
