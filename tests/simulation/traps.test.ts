import { expect, test } from "vitest";
import { describeCrash, runCrash } from "./crash/run-crash";
import { traps } from "./crash/traps";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();

for (const trap of traps) {
  test(`${trap.name}: Roost does not fall for it`, async () => {
    const report = await runCrash(ground(), trap, []);
    expect(report.violations, describeCrash(trap.name, [], report)).toEqual([]);
  });
}
