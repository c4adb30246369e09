import { expect, test } from "vitest";
import { meetings } from "./crash/meetings";
import { outages } from "./crash/outages";
import { modes, type Strike } from "./crash/plan";
import { describeCrash, runCrash } from "./crash/run-crash";
import { sharedGround } from "./shared-ground";
import { createRandom } from "./time/random";

const ground = sharedGround();
/** Of the calls of each, so many are struck. */
const struck = 1;

for (const [index, scenario] of [...outages, ...meetings].entries()) {
  test(`${scenario.name}: every promise holds, with calls struck too`, async () => {
    const random = createRandom(index);
    const holds = async (strikes: Strike[]) => {
      const report = await runCrash(ground(), scenario, strikes);
      expect(report.violations, describeCrash(scenario.name, strikes, report)).toEqual([]);
      return report;
    };
    const { acted } = await holds([]);
    for (let run = 0; run < struck; run += 1) {
      await holds([{ at: random.below(acted), mode: random.pick(modes) }]);
    }
  });
}
