// Which calls to the outside are struck, and how: counted as they are made, never listed by hand.
import type { Call, Fate } from "../world/calls";

/** `before`, `after`: the process dies then. `lost`: the call is made, its answer is lost, and the process lives on. */
export const modes = ["before", "after", "lost"] as const;

export type Mode = (typeof modes)[number];

/** Strikes the call of this number, from 0. */
export type Strike = { at: number; mode: Mode };

export type Plan = {
  judge: (call: Call) => Fate;
  /** Every call that counted so far. */
  points: string[];
  /** From here on nothing is counted and nothing struck. */
  end: () => void;
};

/** A transaction counts once, at its end: a crash within it is one before its commit. */
const counted = new Set<Call["kind"]>(["db", "commit", "clock", "qstash", "x", "store"]);

const fates: Record<Mode, Fate> = { before: "crash-before", after: "crash-after", lost: "lost" };

export function createPlan(strikes: readonly Strike[]): Plan {
  const points: string[] = [];
  let isEnded = false;
  return {
    points,
    end: () => {
      isEnded = true;
    },
    judge: (call) => {
      if (isEnded || !counted.has(call.kind)) return "go";
      const strike = strikes.find(({ at }) => at === points.length);
      points.push(`${call.process} ${call.kind} ${call.name}`);
      if (!strike) return "go";
      // To ask for the time changes nothing, so an answer that got lost is one that never came.
      return call.kind === "clock" && strike.mode === "lost" ? "refused" : fates[strike.mode];
    },
  };
}

/** As `statementName` writes them: of raw statements those that write and lock no table. */
const onlyReads =
  / (clock|qstash GET|x GET) | store (has|open)$| db (\w+\.(find\w*|count|aggregate)(:\S+)?|\$queryRaw::\S*)$/;

/**
 * What can differ at this call of a run. A crash before it is one after the call before, and around a call that only
 * reads nothing changes: there, only the lost answer is its own case.
 */
export function distinctModes(points: readonly string[], at: number): readonly Mode[] {
  if (onlyReads.test(points[at] ?? "")) return ["lost"];
  return at === 0 ? modes : ["after", "lost"];
}
