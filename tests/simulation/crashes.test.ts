import { expect, test } from "vitest";
import { distinctModes, modes, type Strike } from "./crash/plan";
import { describeCrash, runCrash } from "./crash/run-crash";
import { scenarios } from "./crash/scenarios";
import { sharedGround } from "./shared-ground";
import { createRandom } from "./time/random";

const ground = sharedGround();
/** Of all points and pairs of each scenario, so many; `npm run test:sim` tries every one. */
const sample = { singles: 1, pairs: 1 };

for (const [index, scenario] of scenarios.entries()) {
  test(`${scenario.name}: whatever call Roost dies at, it mends what is left and breaks no promise`, async () => {
    const random = createRandom(index);
    const holds = async (strikes: Strike[]) => {
      const report = await runCrash(ground(), scenario, strikes);
      expect(report.violations, describeCrash(scenario.name, strikes, report)).toEqual([]);
      return report;
    };
    const { acted } = await holds([]);
    expect(acted).toBeGreaterThan(0);
    for (let run = 0; run < sample.singles; run += 1) {
      const first = { at: random.below(acted), mode: random.pick(modes) };
      const { points } = await holds([first]);
      if (run >= sample.pairs || points.length <= first.at + 1) continue;
      const at = first.at + 1 + random.below(points.length - first.at - 1);
      await holds([first, { at, mode: random.pick(distinctModes(points, at)) }]);
    }
  });
}
