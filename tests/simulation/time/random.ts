// All chance in a simulated life comes from one seed: the same seed lives the same life.

export type Random = {
  /** In [0, 1). */
  next: () => number;
  /** A whole number from 0 to below `end`. */
  below: (end: number) => number;
  chance: (share: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** One of the keys, each as likely as its weight says. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K;
  uuid: () => `${string}-${string}-${string}-${string}-${string}`;
  /** A source of its own, which draws nothing from this one any more. */
  fork: () => Random;
};

/** Bob Jenkins' small fast generator, in 32 bits: the sequence depends on the seed alone. */
export function createRandom(seed: number): Random {
  let a = 0xf1ea5eed;
  let b = seed >>> 0;
  let c = Math.floor(seed / 2 ** 32) >>> 0;
  let d = b;
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  const draw = (): number => {
    const e = (a - rotate(b, 27)) | 0;
    a = b ^ rotate(c, 17);
    b = (c + d) | 0;
    c = (d + e) | 0;
    d = (e + a) | 0;
    return d >>> 0;
  };
  const warmUpRounds = 20;
  for (let round = 0; round < warmUpRounds; round += 1) draw();

  const next = () => draw() / 2 ** 32;
  const below = (end: number) => Math.floor(next() * end);
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
    weighted: (weights) => {
      const entries = Object.entries<number>(weights) as [keyof typeof weights & string, number][];
      const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error("Weights must be positive.");
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    fork: () => createRandom(draw()),
  };
}
