import { inBatches } from "~/server/in-batches";

/** More at once than a busy machine's connections serve in time would fail for want of one. */
const atOnce = 20;

/** Does this with each, some at once. Answers in their order. */
export async function inTurns<T, R>(list: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const batch of inBatches(list, atOnce)) done.push(...(await Promise.all(batch.map(act))));
  return done;
}
