// That an owner wanted a tweet out at once, after all the times that they had chosen for it.

/**
 * The first and the last "post now asked" since its owner last chose a time: the first tells the plan, the last when they
 * asked. Null where the present time is one that they chose.
 * @param moves in order
 */
export function wishIn<Move extends { kind: string; scheduledForMs: number | null }>(
  moves: readonly Move[],
): { first: Move; last: Move } | null {
  const planned = moves.findLastIndex(
    ({ kind, scheduledForMs }, index) =>
      kind === "scheduled" ||
      kind === "rescheduled" ||
      (kind === "edited" && scheduledForMs !== moves[index - 1]?.scheduledForMs),
  );
  const since = moves.slice(planned + 1);
  const asked = since.filter(({ kind }) => kind === "post now asked");
  const [first, last] = [asked[0], asked.at(-1)];
  return first && last ? { first, last } : null;
}

/** The moves that `wishIn` reads. */
export const wishKinds = ["scheduled", "rescheduled", "edited", "post now asked"] as const;
