import { expect, test } from "vitest";
import { cases, findCase } from "./interleavings/cases";
import { fromTheStart, type Way } from "./interleavings/order";
import { describeOrder, runOrder } from "./interleavings/run-order";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
/** Of each meeting, so many orders by chance; `npm run test:sim` tries them all. */
const sampled = 1;

test("two deliveries at once are served by two processes", async () => {
  const { steps } = await runOrder(ground(), findCase("two deliveries"), fromTheStart, {
    kind: "sample",
    seed: 0,
  });
  const served = new Set(steps.map((step) => step.split(" ")[0]));
  expect([...served].sort()).toEqual(["web-1", "web-2"]);
});

for (const meeting of cases) {
  test(`${meeting.name}, in some order: every promise holds`, async () => {
    for (let seed = 0; seed < sampled; seed += 1) {
      const way: Way = { kind: "sample", seed };
      const report = await runOrder(ground(), meeting, fromTheStart, way);
      expect(report.violations, describeOrder(meeting, report)).toEqual([]);
    }
  });
}
