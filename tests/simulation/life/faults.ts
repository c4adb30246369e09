// Sets faults of the menu loose in a life, counts which of them have struck, and ends them all.
import { reconcilerNames, webNames } from "../world/world";
import { type Fault, faults } from "./fault-menu";
import { holdRow, letRowsGo } from "./hold-row";
import type { Life } from "./life";

const weights: Record<string, number> = Object.fromEntries(
  Object.entries(faults).map(([name, { weight }]) => [name, weight]),
);

/** Sets one fault of the menu loose. Returns its name. */
export async function setFault(life: Life): Promise<string> {
  const name = life.random.weighted(weights);
  const scheduled = life.last.tweets.flatMap(({ id, status }) => (status === "SCHEDULED" ? id : []));
  const fault = faults[name]?.make(life.random, scheduled);
  if (!fault || (onlyOnce.has(name) && life.menu.some((set) => onlyOnce.has(set.name)))) return name;
  if (fault.at === "calls") life.troubles.add(fault.trouble);
  else if (fault.at === "clock") skewClock(life, name, fault);
  else if (fault.at === "machine") skewMachine(life, name, fault);
  else if (fault.at === "row") await holdRow(life, name, fault);
  else {
    const { at, ...menu } = fault;
    await life.ground.control(at, "/_sandbox/faults", menu);
    life.menu.push({ name, at, kind: fault.kind, count: fault.count });
  }
  return name;
}

/**
 * X is taken at its word when two looks agree: were a post kept from both of them, nobody could know better. So in one
 * life X shows it late, or hides it, once.
 */
const onlyOnce = new Set(["x timeline-lag", "x timeline-hides"]);

function skewClock(life: Life, name: string, { whose, ms, forMs }: Fault & { at: "clock" }): void {
  const { ground } = life;
  const { time, skewMs } = ground;
  if (whose === "roost") ground.toldMs = Math.max(ground.toldMs, time.now() + skewMs.roost);
  skewMs[whose] = ms;
  life.troubles.strike(name);
  time.setTimer(time.now() + forMs, () => {
    skewMs[whose] = 0;
  });
}

function skewMachine(life: Life, name: string, { process, ms, forMs }: Fault & { at: "machine" }): void {
  const { time } = life.ground;
  const machine = life.world.processes.get(process)?.machine;
  if (!machine) return;
  machine.skewMs = ms;
  life.troubles.strike(name);
  time.setTimer(time.now() + forMs, () => {
    machine.skewMs = 0;
  });
}

/** Nothing goes wrong any more: faults are gone, who stood still goes on, who died is started again. */
export async function endFaults(life: Life): Promise<void> {
  const { ground, world, troubles } = life;
  troubles.clear();
  await letRowsGo(life);
  for (const [name, count] of await countMenu(life)) troubles.strike(name, count);
  life.menu = [];
  await Promise.all(
    (["qstash", "x"] as const).map((at) => ground.control(at, "/_sandbox/faults", undefined, "DELETE")),
  );
  Object.assign(ground.skewMs, { roost: 0, qstash: 0, x: 0, machine: 0 });
  for (const name of [...webNames, ...reconcilerNames]) {
    world.processes.get(name)?.thaw();
    const machine = world.processes.get(name)?.machine;
    if (machine) machine.skewMs = 0;
    if (world.processes.get(name)?.isDead()) world.restart(name);
  }
}

/** How often each of the menus' faults has struck since they were last counted, by its name. */
async function countMenu(life: Life): Promise<Map<string, number>> {
  type Left = { faults: { kind: string; count?: number | null; hits?: number }[] };
  const [qstashLeft, xLeft] = (await Promise.all([
    life.ground.control("qstash", "/_sandbox/faults"),
    life.ground.control("x", "/_sandbox/faults"),
  ])) as [Left, Left];
  const counts = new Map<string, number>();
  for (const at of ["qstash", "x"] as const) {
    const left = at === "qstash" ? qstashLeft : xLeft;
    const unstruck = new Map<string, number>();
    for (const { kind, count, hits } of left.faults) {
      unstruck.set(kind, (unstruck.get(kind) ?? 0) + (count ?? 0) - (hits ?? 0));
    }
    for (const { name, kind, count } of life.menu.filter((entry) => entry.at === at).reverse()) {
      const still = Math.min(unstruck.get(kind) ?? 0, count);
      unstruck.set(kind, (unstruck.get(kind) ?? 0) - still);
      if (count > still) counts.set(name, (counts.get(name) ?? 0) + count - still);
    }
  }
  return counts;
}

/** How many faults have struck so far. */
export async function countStrikes(life: Life): Promise<number> {
  const counts = [...life.troubles.struck.values(), ...(await countMenu(life)).values()];
  return counts.reduce((sum, count) => sum + count, 0);
}
