import { expect, test } from "vitest";
import { cases } from "./interleavings/cases";
import { fromTheStart, type Way } from "./interleavings/order";
import { describeOrder, runOrder } from "./interleavings/run-order";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
/** Of each meeting, so many orders by chance; `npm run test:sim` tries them all. */
const sampled = 1;

for (const meeting of cases) {
  test(`${meeting.name}, in some order: every promise holds`, async () => {
    for (let seed = 0; seed < sampled; seed += 1) {
      const way: Way = { kind: "sample", seed };
      const report = await runOrder(ground(), meeting, fromTheStart, way);
      expect(report.violations, describeOrder(meeting, report)).toEqual([]);
    }
  });
}
