// Everything that can go wrong, with how often: both sandboxes' fault menus, the database, the disk, and time itself.
import type { Random } from "../time/random";
import { reconcilerNames, webNames } from "../world/world";
import type { Trouble } from "./troubles";

export type Fault =
  | { at: "qstash" | "x"; kind: string; params?: object; match?: object; count: number }
  | { at: "calls"; trouble: Trouble }
  | { at: "clock"; whose: Clock; ms: number; forMs: number }
  /** The clock of the machine of one process. */
  | { at: "machine"; process: string; ms: number; forMs: number }
  /** Somebody holds the lock of a row of this table, chosen when it comes to that. */
  | { at: "row"; table: "Tweet" | "XAccount"; forMs: number };

type Clock = "roost" | "qstash" | "x" | "machine";

/** @param scheduled the ids of tweets on the schedule. */
type Maker = { weight: number; make: (random: Random, scheduled: readonly string[]) => Fault };

const second = 1000;
const minute = 60 * second;

const between = (random: Random, from: number, to: number) => from + random.below(to - from);
const times = (random: Random) => 1 + random.below(3);
const when = (random: Random) => ({ when: random.pick(["before", "after"]) });
const qstash = (weight: number, kind: string, params: (random: Random) => object = () => ({})): Maker => ({
  weight,
  make: (random) => ({ at: "qstash", kind, params: params(random), count: times(random) }),
});
const x = (weight: number, kind: string, params: (random: Random) => object = () => ({})): Maker => ({
  weight,
  make: (random) => ({ at: "x", kind, params: params(random), count: 1 + random.below(2) }),
});
const call = (weight: number, name: string, trouble: Omit<Trouble, "name" | "skip">, most = 30): Maker => ({
  weight,
  make: (random) => ({ at: "calls", trouble: { ...trouble, name, skip: random.below(most) } }),
});
const stop = (weight: number, name: string, kinds: Trouble["kinds"], longestMs: number): Maker => ({
  weight,
  make: (random) => {
    const ms = between(random, second, longestMs);
    return { at: "calls", trouble: { name, fate: "freeze", kinds, ms, skip: random.below(20) } };
  },
});
const clock = (weight: number, whose: Clock, fromMs: number, toMs: number): Maker => ({
  weight,
  make: (random) => {
    const forMs = between(random, 10 * second, 5 * minute);
    return { at: "clock", whose, ms: between(random, fromMs, toMs), forMs };
  },
});

const ofMedia = (weight: number, kind: string, params: (random: Random) => object = () => ({})): Maker => ({
  weight,
  make: (random) => ({ at: "x", kind, params: params(random), match: { path: "/2/media/*" }, count: 1 }),
});
/** Every delivery of one message fails until QStash gives it up. */
const givenUp = (kind: string): Maker => ({
  weight: 1.5,
  make: (random, scheduled) => ({
    at: "qstash",
    kind,
    params: {},
    match: scheduled.length > 0 ? { body: random.pick(scheduled) } : {},
    count: deliveriesOfAMessage,
  }),
});
const deliveriesOfAMessage = 4;
const held = (weight: number, table: "Tweet" | "XAccount"): Maker => ({
  weight,
  make: () => ({ at: "row", table, forMs: minute }),
});
/** Ten minutes: longer than a lease, and by then another has taken the work over. */
const stopAfter = (weight: number, name: string, after: RegExp, kinds: Trouble["kinds"]): Maker => ({
  weight,
  make: () => ({
    at: "calls",
    trouble: { fate: "freeze", kinds, after, name, ms: 10 * minute, skip: 0 },
  }),
});

const outside = ["qstash", "x"] as const;
const database = ["db", "tx", "commit", "clock"] as const;

/** By the name under which it is counted. */
export const faults: Record<string, Maker> = {
  "qstash api-status": qstash(3, "api-status", (random) => ({
    status: random.pick([401, 429, 500, 503]),
    ...when(random),
  })),
  "qstash api-hang": qstash(1, "api-hang", when),
  "qstash api-cut": qstash(2, "api-cut", when),
  "qstash api-slow": qstash(1, "api-slow", (random) => ({ ms: between(random, 100, 9 * second) })),
  "qstash publish-lost": qstash(2, "publish-lost"),
  "qstash deliver-never": qstash(2, "deliver-never"),
  "qstash deliver-late": qstash(2, "deliver-late", (random) => ({ ms: between(random, second, 5 * minute) })),
  "qstash deliver-twice": qstash(3, "deliver-twice"),
  "qstash deliver-again": qstash(2, "deliver-again", (random) => ({ ms: between(random, 0, 5 * minute) })),
  "qstash deliver-forged": qstash(1, "deliver-forged", (random) => ({
    how: random.pick(["key", "body", "url", "expired", "missing"]),
  })),
  "qstash deliver-unheard": qstash(2, "deliver-unheard"),
  "qstash logs-lag": qstash(1, "logs-lag", (random) => ({ ms: between(random, second, 10 * minute) })),
  "qstash logs-expired": qstash(1, "logs-expired", (random) => ({ ms: between(random, 0, minute) })),
  "qstash logs-cut": qstash(1, "logs-cut", (random) => ({
    rows: 1 + random.below(4),
    cursor: random.chance(0.5),
  })),
  "qstash get-lag": qstash(1, "get-lag", (random) => ({ ms: between(random, second, 5 * minute) })),

  "qstash gives up, unheard": givenUp("deliver-unheard"),
  "qstash gives up, refused": givenUp("deliver-forged"),

  "x status": x(3, "status", (random) => ({ status: random.pick([400, 401, 402, 403, 429, 500, 503]) })),
  "x problem": x(2, "status", (random) => ({
    problem: random.pick(["duplicate", "suspended", "locked", "not-permitted", "html", "empty", "usage-cap"]),
  })),
  "x duplicate": x(2, "status", () => ({ problem: "duplicate" })),
  "x refuses a later part": {
    weight: 3,
    make: (random) => ({
      at: "x",
      kind: "status",
      params: { problem: "not-permitted" },
      match: { textIncludes: random.pick([".2 nightingale", ".3 nightingale"]) },
      count: 1,
    }),
  },
  "x user's day cap": x(1, "status", () => ({ status: 429, dayCap: "user", resetAfterSeconds: 300 })),
  "x app's day cap": x(1, "status", () => ({ status: 429, dayCap: "app", resetAfterSeconds: 300 })),
  "x no credits": x(1, "status", () => ({ status: 402 })),
  "x delete fails": {
    weight: 1,
    make: (random) => ({
      at: "x",
      kind: random.pick(["status", "hang-after", "cut-after"]),
      params: {},
      match: { method: "DELETE" },
      count: 1,
    }),
  },
  "x hang": x(2, "hang"),
  "x refuse": x(2, "refuse"),
  "x no-id": x(2, "no-id", (random) => ({ posted: random.chance(0.7) })),
  "x hang-after": x(3, "hang-after"),
  "x status-after": x(2, "status-after", (random) => ({ status: random.pick([500, 503]) })),
  "x cut-after": x(2, "cut-after"),
  "x half-json": x(2, "half-json"),
  "x slow": x(2, "slow", (random) => ({ ms: between(random, second, 50 * second) })),
  "x refresh-refused": x(1, "refresh-refused", (random) => ({
    error: random.pick(["invalid_request", "invalid_grant", "unauthorized_client"]),
  })),
  "x refresh-unanswered": x(1, "refresh-unanswered", (random) => ({ rotated: random.chance(0.5) })),
  "x refresh-slow": x(1, "refresh-slow", (random) => ({ ms: between(random, second, 20 * second) })),
  // Beyond two minutes after the call X is taken at its word, so here it lags for less.
  "x timeline-lag": x(2, "timeline-lag", (random) => ({ ms: between(random, second, minute) })),
  // Of the two looks that have to agree it is kept from one.
  "x timeline-hides": {
    weight: 2,
    make: () => ({ at: "x", kind: "timeline-hides", params: { textIncludes: "nightingale" }, count: 1 }),
  },
  "x timeline-cut": x(2, "timeline-cut"),
  "x clock-skew": x(1, "clock-skew", (random) => ({ ms: between(random, -10 * minute, 10 * minute) })),

  "x media status": ofMedia(3, "status", (random) => ({
    status: random.pick([400, 401, 403, 404, 429, 500, 503]),
  })),
  "x media hang": ofMedia(1, "hang"),
  "x media hang-after": ofMedia(1, "hang-after"),
  "x media cut-after": ofMedia(1, "cut-after"),
  "x media half-json": ofMedia(1, "half-json"),
  "x media-forgotten": x(2, "media-forgotten"),
  "x media-forgotten while it processes": ofMedia(1, "media-forgotten"),
  "x processing-takes": x(3, "processing-takes", (random) => ({ seconds: random.pick([10, 60, 300]) })),
  "x processing-fails": x(2, "processing-fails"),
  "x processing-stuck": x(1, "processing-stuck"),

  "disk full": call(2, "disk full", { fate: "refused", kinds: ["store"] }, 4),
  "disk answer lost": call(1, "disk answer lost", { fate: "lost", kinds: ["store"] }, 4),
  "a tweet's row is held for a minute": held(2, "Tweet"),
  "an account's row is held for a minute": held(1, "XAccount"),

  "database refused": call(4, "database refused", { fate: "refused", kinds: database }),
  "database reset in a transaction": call(3, "database reset in a transaction", {
    fate: "refused",
    kinds: ["step"],
  }),
  "database answer lost": call(4, "database answer lost", { fate: "lost", kinds: ["db", "commit"] }),
  "database conflict": call(3, "database conflict", { fate: "conflict", kinds: ["commit", "step"] }),
  "network refused": call(2, "network refused", { fate: "refused", kinds: outside }),
  "network answer lost": call(3, "network answer lost", { fate: "lost", kinds: outside }),
  "crash before": call(3, "crash before", {
    fate: "crash-before",
    kinds: [...database, ...outside, "store"],
  }),
  "crash after": call(3, "crash after", {
    fate: "crash-after",
    kinds: ["db", "commit", ...outside, "store"],
  }),
  "process stopped": stop(2, "process stopped", [...database, ...outside], 10 * minute),
  "process stopped between check and send": stop(2, "process stopped between check and send", ["x"], minute),
  "process stopped after X has answered": {
    weight: 2,
    make: (random) => {
      const ms = between(random, 30 * second, 8 * minute);
      const when = { fate: "freeze", kinds: [...database, "step"], after: /^POST \/2\/tweets$/ } as const;
      return { at: "calls", trouble: { ...when, name: "process stopped after X has answered", ms, skip: 0 } };
    },
  },
  "process stopped after its claim": stopAfter(
    2,
    "process stopped after its claim",
    /^\$queryRaw:Tweet\+FlightEntry\+Event\+Attempt:/,
    database,
  ),
  "process stopped in an upload": stopAfter(1, "process stopped in an upload", /^POST \/2\/media/, [
    ...database,
    ...outside,
  ]),
  "process stopped in a transaction": stop(1, "process stopped in a transaction", ["step"], minute),
  "clock jumps back": clock(1, "roost", -30 * second, -second),
  "clocks apart (QStash)": clock(1, "qstash", -9 * second, 9 * second),
  "clocks apart (machine)": clock(1, "machine", -30 * second, 30 * second),
  "clocks apart (one machine)": {
    weight: 2,
    make: (random) => ({
      at: "machine",
      process: random.pick([...webNames, ...reconcilerNames]),
      ms: between(random, -minute, minute),
      forMs: between(random, minute, 10 * minute),
    }),
  },
  "clocks apart (X)": clock(1, "x", -30 * second, 30 * second),
};
