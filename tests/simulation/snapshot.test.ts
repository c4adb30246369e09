import { expect, test } from "vitest";
import { takeSnapshot } from "./checks/snapshot";
import { endLife, startLife } from "./life/life";
import { stepWeights, takeStep } from "./life/steps";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
const steps = 40;

test("what is read step by step is what one reading of everything gives", async () => {
  for (const seed of [5, 6]) {
    const life = await startLife(ground(), seed);
    for (let step = 0; step < steps; step += 1) {
      await takeStep(life, life.random.weighted(stepWeights));
      life.last = await takeSnapshot(ground());
      // To another ground nothing is known of before.
      expect(sorted(life.last)).toEqual(sorted(await takeSnapshot({ ...ground() })));
    }
    endLife(life);
  }
});

/** Accounts and notices come in no order. */
function sorted<T extends { accounts: unknown[]; notices: unknown[] }>(world: T): T {
  const inOrder = (rows: unknown[]) =>
    rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...world, accounts: inOrder(world.accounts), notices: inOrder(world.notices) };
}
