import { expect, test } from "vitest";
import { faultParams } from "../../sandbox/qstash/fault-kinds";
import { faultKinds } from "../../sandbox/x/faults/fault";
import { faults } from "./life/fault-menu";
import { createRandom } from "./time/random";

const triesEach = 50;

test("a life draws from every kind of both fault menus", () => {
  const drawn = { qstash: new Set<string>(), x: new Set<string>() };
  for (const { make } of Object.values(faults)) {
    for (let seed = 0; seed < triesEach; seed += 1) {
      const fault = make(createRandom(seed), ["a tweet"]);
      if (fault.at === "qstash" || fault.at === "x") drawn[fault.at].add(fault.kind);
    }
  }
  expect([...drawn.qstash].sort()).toEqual(Object.keys(faultParams).sort());
  expect([...drawn.x].sort()).toEqual([...faultKinds].sort());
});
