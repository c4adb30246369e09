// Messages that are not wanted any more, and a QStash that does not answer.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { askToCancel } from "~/server/tweets/cancel-messages";
import { sharedRoost } from "../support/shared-roost";

const h = sharedRoost();
const unwanted = Array.from({ length: 3 * policy.arm.batchSize }, () => `msg_${randomUUID()}`);

async function callsOf(answers: boolean[]): Promise<number> {
  let calls = 0;
  const cancel: typeof h.roost.queue.cancel = async () => {
    calls += 1;
    return answers[calls - 1] ? { ok: true, value: null } : { ok: false, why: "timeout", detail: "" };
  };
  await askToCancel({ ...h.roost, queue: { ...h.roost.queue, cancel } }, unwanted, "sweep");
  return calls;
}

test("a QStash that does not answer is waited for once, however much it is to drop", async () => {
  expect(await callsOf([])).toBe(1);
  expect(await callsOf([true, false])).toBe(2);
});

test("a QStash that answers is asked about all of them", async () => {
  expect(await callsOf([true, true, true])).toBe(3);
});
