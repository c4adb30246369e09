import { expect, test } from "vitest";
import { runLife } from "./life/run-life";
import { describeBroken } from "./run/lives";
import { sharedGround } from "./shared-ground";

const ground = sharedGround();
const lives = 5;

test(`${lives} seeded lives, with everything going wrong that can, break no promise`, async () => {
  for (let seed = 1; seed <= lives; seed += 1) {
    const report = await runLife(ground(), seed);
    expect(report.violations, describeBroken(report)).toEqual([]);
  }
}, 300_000);

test("the same seed lives the same life", async () => {
  const [first, second] = [await runLife(ground(), 77), await runLife(ground(), 77)];
  expect(second.trace).toEqual(first.trace);
}, 120_000);
