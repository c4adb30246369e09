// Bad days of the whole stack: killed at once, or looked at by the reconciler alone.
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { waitFor } from "../support/wait-for";
import { runPass } from "./run-pass";
import { ownStudio } from "./shared-studio";
import { pendingMessages, readLedger, unique } from "./studio-page";

const { stack, mira } = ownStudio();

test("everything killed at once before a tweet's second, started again after it: posted once, marked late", async () => {
  const text = unique("Survivor");
  const at = await mira.schedule(text, 8);
  await mira.waitForState(text, "queued");
  await stack.kill9();
  await waitFor(() => Date.now() > at.getTime() + policy.publish.lateAfterMs, { timeoutMs: 60_000 });
  await stack.restart();
  await mira.page.goto(`${stack.endpoints().web}/studio/scheduled`);
  await mira.waitForState(text, "posted", 60_000);
  expect(await readLedger(stack.endpoints(), text)).toHaveLength(1);
  expect(await mira.row(text).first().textContent()).toMatch(/late/i);
}, 240_000);

test("a message deleted while the web app is stopped is found by the reconciler alone", async () => {
  const text = unique("Reconciler");
  await mira.schedule(text, 24 * 3600);
  await mira.waitForState(text, "queued");
  const id = await mira.idOf(text);
  await mira.deleteMessage(id);
  await stack.restart(["--without-web"]);
  expect(await runPass(stack, "orphans")).toContain("unscheduled 1");
  await stack.restart();
  await mira.page.goto(`${stack.endpoints().web}/studio/scheduled`);
  await mira.waitForState(text, "unscheduled");
  await mira.row(text).getByRole("button", { name: "Schedule again" }).click();
  await mira.waitForState(text, "queued");
  expect(await pendingMessages(stack.endpoints(), id)).toHaveLength(1);
}, 180_000);
