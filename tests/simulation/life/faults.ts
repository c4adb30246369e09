// Everything that can go wrong, with how often: both sandboxes' fault menus, the database, and time itself.
import type { Random } from "../time/random";
import { reconcilerNames, webNames } from "../world/world";
import type { Life } from "./life";
import type { Trouble } from "./troubles";

export type Fault =
  | { at: "qstash" | "x"; kind: string; params?: object; match?: object; count: number }
  | { at: "calls"; trouble: Trouble }
  | { at: "clock"; whose: Clock; ms: number; forMs: number };

type Clock = "roost" | "qstash" | "x" | "machine";

type Maker = { weight: number; make: (random: Random) => Fault };

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
const call = (weight: number, name: string, trouble: Omit<Trouble, "name" | "skip">): Maker => ({
  weight,
  make: (random) => ({ at: "calls", trouble: { ...trouble, name, skip: random.below(30) } }),
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
  "x day cap": x(1, "status", (random) => ({
    status: 429,
    dayCap: random.pick(["user", "app"]),
    resetAfterSeconds: 300,
  })),
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
  "x timeline-cut": x(2, "timeline-cut"),
  "x clock-skew": x(1, "clock-skew", (random) => ({ ms: between(random, -10 * minute, 10 * minute) })),

  "database refused": call(4, "database refused", { fate: "refused", kinds: database }),
  "database reset in a transaction": call(3, "database reset in a transaction", {
    fate: "refused",
    kinds: ["step"],
  }),
  "database answer lost": call(4, "database answer lost", { fate: "lost", kinds: ["db", "commit"] }),
  "database conflict": call(3, "database conflict", { fate: "conflict", kinds: ["commit", "step"] }),
  "network refused": call(2, "network refused", { fate: "refused", kinds: outside }),
  "network answer lost": call(3, "network answer lost", { fate: "lost", kinds: outside }),
  "crash before": call(3, "crash before", { fate: "crash-before", kinds: [...database, ...outside] }),
  "crash after": call(3, "crash after", { fate: "crash-after", kinds: ["db", "commit", ...outside] }),
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
  "process stopped in a transaction": stop(1, "process stopped in a transaction", ["step"], minute),
  "clock jumps back": clock(1, "roost", -30 * second, -second),
  "clocks apart (QStash)": clock(1, "qstash", -9 * second, 9 * second),
  "clocks apart (machine)": clock(1, "machine", -30 * second, 30 * second),
  "clocks apart (X)": clock(1, "x", -30 * second, 30 * second),
};

const weights: Record<string, number> = Object.fromEntries(
  Object.entries(faults).map(([name, { weight }]) => [name, weight]),
);

/** Sets one fault of the menu loose. Returns its name. */
export async function setFault(life: Life): Promise<string> {
  const name = life.random.weighted(weights);
  const fault = faults[name]?.make(life.random);
  if (!fault) return name;
  if (fault.at === "calls") life.troubles.add(fault.trouble);
  else if (fault.at === "clock") skewClock(life, name, fault);
  else {
    const { at, ...menu } = fault;
    await life.ground.control(at, "/_sandbox/faults", menu);
    life.menu.push({ name, at, kind: fault.kind, count: fault.count });
  }
  return name;
}

function skewClock(life: Life, name: string, { whose, ms, forMs }: Fault & { at: "clock" }): void {
  const { time, skewMs } = life.ground;
  skewMs[whose] = ms;
  life.troubles.struck.set(name, (life.troubles.struck.get(name) ?? 0) + 1);
  time.setTimer(time.now() + forMs, () => {
    skewMs[whose] = 0;
  });
}

/** Nothing goes wrong any more: faults are gone, who stood still goes on, who died is started again. */
export async function endFaults(life: Life): Promise<void> {
  const { ground, world, troubles } = life;
  troubles.clear();
  await countMenu(life);
  await Promise.all(
    (["qstash", "x"] as const).map((at) => ground.control(at, "/_sandbox/faults", undefined, "DELETE")),
  );
  Object.assign(ground.skewMs, { roost: 0, qstash: 0, x: 0, machine: 0 });
  for (const name of [...webNames, ...reconcilerNames]) {
    world.processes.get(name)?.thaw();
    if (world.processes.get(name)?.isDead()) world.restart(name);
  }
}

/** Those of the menus that are left have not struck so often as they could. */
async function countMenu(life: Life): Promise<void> {
  type Left = { faults: { kind: string; count?: number | null; hits?: number }[] };
  const [qstashLeft, xLeft] = (await Promise.all([
    life.ground.control("qstash", "/_sandbox/faults"),
    life.ground.control("x", "/_sandbox/faults"),
  ])) as [Left, Left];
  for (const at of ["qstash", "x"] as const) {
    const left = at === "qstash" ? qstashLeft : xLeft;
    const unstruck = new Map<string, number>();
    for (const { kind, count, hits } of left.faults) {
      unstruck.set(kind, (unstruck.get(kind) ?? 0) + (count ?? 0) - (hits ?? 0));
    }
    for (const set of life.menu.filter((entry) => entry.at === at).reverse()) {
      const kind = set.kind;
      const still = Math.min(unstruck.get(kind) ?? 0, set.count);
      unstruck.set(kind, (unstruck.get(kind) ?? 0) - still);
      const strikes = set.count - still;
      if (strikes > 0)
        life.troubles.struck.set(set.name, (life.troubles.struck.get(set.name) ?? 0) + strikes);
    }
  }
  life.menu = [];
}
