// What a call to the outside touches, so that two which cannot meet need not be tried in both orders.
import type { Call } from "../world/calls";
import { relations } from "../world/statement-name";

export type Footprint = {
  process: string;
  service: "db" | "qstash" | "x" | "store" | "clock";
  /** Tables whose rows it changes, locks or lets go. */
  writes: readonly string[];
  /** Tables in which it sees what others have committed. */
  reads: readonly string[];
  /** What it changes is there for others at once: a statement of its own, or a commit. */
  isSeen: boolean;
};

/**
 * Whether their order can matter to anybody. Of one process all does. At X and at QStash, one of them must change
 * something. In the database: two that write or lock rows of one table; or one whose change is seen at once, and one that
 * looks there. What is written within a transaction is seen by nobody before the commit.
 */
export function canMeet(a: Footprint, b: Footprint): boolean {
  if (a.process === b.process) return true;
  if (a.service !== b.service) return false;
  const both = (tables: readonly string[], others: readonly string[]) =>
    tables.some((table) => others.includes(table));
  return (
    both(a.writes, b.writes) || (a.isSeen && both(a.writes, b.reads)) || (b.isSeen && both(b.writes, a.reads))
  );
}

/** Nothing of another's can meet it. */
export function isInert({ writes, reads }: Footprint): boolean {
  return writes.length + reads.length === 0;
}

/**
 * @param locked the tables of which its transaction has locked a row before. The one tweet is locked once: who would
 * write it waits until the transaction ends, whatever else that writes.
 */
export function footprintOf({ process, kind, name }: Call, locked: ReadonlySet<string>): Footprint {
  const none = { process, writes: [], reads: [], isSeen: false };
  switch (kind) {
    case "db":
      return { process, service: "db", ...accessOf(name), isSeen: true };
    case "step": {
      const { writes, reads } = accessOf(name);
      const isOurs = (table: string) => table === "Tweet" && locked.has(table);
      return {
        process,
        service: "db",
        writes: writes.filter((table) => !isOurs(table)),
        reads,
        isSeen: false,
      };
    }
    case "tx":
    case "commit": {
      // Nothing is read or locked when it begins, and all is shown or let go when it ends: PostgreSQL's READ COMMITTED.
      const [, steps = ""] = /\((.*)\)/.exec(name) ?? [];
      // One that matched no row has nothing to show.
      const telling = steps.split(" ").filter((step) => step && !step.endsWith("=0"));
      const writes = telling.flatMap((step) => accessOf(step).writes);
      return { process, service: "db", writes: [...new Set(writes)], reads: [], isSeen: kind === "commit" };
    }
    case "clock":
      // Time stands still while any call can go.
      return { ...none, service: "clock" };
    case "x":
    case "qstash":
    case "store":
      return {
        ...none,
        service: kind,
        reads: [kind],
        writes: name.startsWith("GET ") ? [] : [kind],
        isSeen: true,
      };
  }
}

/** Written along the way and read by nobody who acts: the history of a tweet, and the heartbeat of the passes. */
const unread = new Set(["FlightEntry", "Event", "ReconcilerRun"]);

/**
 * The tables of a statement, by its name. One that writes only where nobody reads can neither show nor change anything
 * that matters, whatever it reads for that.
 */
export function accessOf(name: string): { writes: string[]; reads: string[] } {
  const { written, read } = name.startsWith("$") ? tablesOfRaw(name) : tablesOfMethod(name);
  const writes = written.filter((table) => !unread.has(table));
  return { writes, reads: written.length > 0 && writes.length === 0 ? [] : [...writes, ...read] };
}

function tablesOfRaw(name: string): { written: string[]; read: string[] } {
  const [, written = "", read = ""] = name.split(":");
  return { written: written.split("+").filter(Boolean), read: read.split("+").filter(Boolean) };
}

function tablesOfMethod(name: string): { written: string[]; read: string[] } {
  const [method = "", named = ""] = name.split(":");
  const [model = "", verb = ""] = method.split(".");
  const own = model.charAt(0).toUpperCase() + model.slice(1);
  const others = named.split("+").flatMap((relation) => relations[relation] ?? []);
  if (/^(find|count|aggregate|groupBy)/.test(verb)) return { written: [], read: [own, ...others] };
  // Only a new tweet brings rows of other tables with it: its parts. Elsewhere a relation is looked at.
  return verb === "create" ? { written: [own, ...others], read: [] } : { written: [own], read: others };
}
