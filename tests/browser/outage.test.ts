// Bad days of the whole stack: killed at once, or looked at by the reconciler alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { waitFor } from "../support/wait-for";
import { sharedStudio } from "./shared-studio";
import { pendingMessages, readLedger, unique } from "./studio-page";

const { stack, mira } = sharedStudio();

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
  const output = await runReconcilerAlone();
  expect(output).toContain("unscheduled 1");
  await stack.restart();
  await mira.page.goto(`${stack.endpoints().web}/studio/scheduled`);
  await mira.waitForState(text, "unscheduled");
  await mira.row(text).getByRole("button", { name: "Schedule again" }).click();
  await mira.waitForState(text, "queued");
  expect(await pendingMessages(stack.endpoints(), id)).toHaveLength(1);
}, 180_000);

/** Starts the stack again without the web app, and runs one orphan pass by hand, as a person types it. */
async function runReconcilerAlone(): Promise<string> {
  await stack.restart(["--without-web"]);
  const child = spawn("npm", ["run", "--silent", "reconciler", "--", "--once", "orphans"], {
    cwd: join(import.meta.dirname, "..", ".."),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "test", ROOST_DATA_DIR: stack.dataDir },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  await once(child, "exit");
  return output;
}
