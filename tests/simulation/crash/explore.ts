// All crash points of a scenario, alone and in pairs: the points are those that a run has shown.
import { distinctModes, type Mode, modes, type Strike } from "./plan";
import type { CrashReport } from "./run-crash";

export type RunOne = (strikes: Strike[]) => Promise<CrashReport>;

export type Explored = { strikes: Strike[]; report: CrashReport };

/** A crash before, after, and an answer lost at every call of the scenario; first of all the run without any. */
export async function exploreSingles(run: RunOne): Promise<Explored[]> {
  const base = await run([]);
  const strikes = base.points
    .slice(0, base.acted)
    .flatMap((_, at) => modes.map((mode): Strike => ({ at, mode })));
  const explored = strikes.map(async (strike) => ({ strikes: [strike], report: await run([strike]) }));
  return [{ strikes: [], report: base }, ...(await Promise.all(explored))];
}

/** Each strike of the scenario with each at a later call, until all rests; less what a neighbour repeats. */
export function* pairsOf(singles: readonly Explored[]): Generator<[Strike, Strike]> {
  const base = singles[0]?.report.points ?? [];
  for (const { strikes, report } of singles) {
    const [first] = strikes;
    if (!first || !distinctModes(base, first.at).includes(first.mode)) continue;
    for (let at = first.at + 1; at < report.points.length; at += 1) {
      for (const mode of distinctModes(report.points, at)) yield [first, { at, mode }];
    }
  }
}

/** `3:before,7:lost` as a person types it. @throws Error with a sentence for anything else. */
export function readStrikes(text: string): Strike[] {
  return text.split(",").map((part) => {
    const [at, mode] = part.split(":");
    if (!/^\d+$/.test(at ?? "") || !modes.includes(mode as Mode)) {
      throw new Error(`"${part}" names no strike. Write it as 3:before, 3:after or 3:lost.`);
    }
    return { at: Number(at), mode: mode as Mode };
  });
}
