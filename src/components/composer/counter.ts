/** X's limit for an ordinary account, in weighted characters (twitter-text 3.1.0, configuration version 3). */
export const weightedLimit = 280;

/** From here on the counter speaks up. */
const nearLimit = 20;

export type CounterState =
  | { kind: "empty"; text: string }
  | { kind: "fits"; text: string }
  | { kind: "near"; text: string }
  | { kind: "over"; text: string; over: number };

/** What the counter says of a text of this weighted length. A text of blanks alone is empty: X would refuse it. */
export function counterState(text: string, weightedLength: number): CounterState {
  if (text.trim() === "") return { kind: "empty", text: `0 / ${weightedLimit}` };
  const left = weightedLimit - weightedLength;
  if (left < 0) return { kind: "over", text: `${-left} over the limit of ${weightedLimit}`, over: -left };
  const count = `${weightedLength} / ${weightedLimit}`;
  return left <= nearLimit ? { kind: "near", text: count } : { kind: "fits", text: count };
}
