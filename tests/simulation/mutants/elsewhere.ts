// Bugs that break no promise which a life could see: each is held by a test of its own instead.

type Elsewhere = { name: string; why: string; test: string };

const elsewhere: Elsewhere[] = [
  {
    name: "a roll-back goes on before a removal is committed",
    why: "to delete a post at X twice is to delete it once, so whoever comes after a crash ends where it should",
    test: `tests/server/thread-roll-back.test.ts, "before the second deletion is taken up by the sweep"`,
  },
];

/** One line each. */
export function describeElsewhere(): string[] {
  return elsewhere.map(
    ({ name, why, test }) => `  not asked of the simulation: ${name}: ${why}; held by ${test}`,
  );
}
