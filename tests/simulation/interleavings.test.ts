import { expect, test } from "vitest";
import { cases } from "./interleavings/cases";
import { fromTheStart } from "./interleavings/order";
import { describeOrder, runOrder } from "./interleavings/run-order";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();

for (const meeting of cases) {
  test(`${meeting.name}, in some order: every promise holds`, async () => {
    // By chance; `npm run test:sim` tries them one after another.
    const report = await runOrder(ground(), meeting, fromTheStart, { kind: "sample", seed: 0 });
    expect(report.violations, describeOrder(meeting, report)).toEqual([]);
    const absent = meeting.actors.filter(({ name }) => !report.steps.some((step) => step.startsWith(name)));
    expect(absent).toEqual([]);
  });
}
