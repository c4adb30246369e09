// Bad days of the whole stack: killed at once, or looked at by the reconciler alone.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { startPostgres } from "../../sandbox/postgres/server";
import { createQStashSandbox } from "../../sandbox/qstash/server";
import { appEnvironment, databaseUrl } from "../../sandbox/stack/environment";
import type { Secrets } from "../../sandbox/stack/secrets";
import { launchChromium } from "../support/chromium";
import { type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";
import { pendingMessages, readLedger, type Studio, signIn } from "./studio-page";

let stack: Stack;
let browser: Browser;
let mira: Studio;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ production: true }), launchChromium()]);
  mira = await signIn(browser, stack.endpoints, "mira");
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const unique = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;

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

/** Ends the stack, brings up only its database and QStash, and runs one orphan pass by hand. */
async function runReconcilerAlone(): Promise<string> {
  const { web, qstash, x, reconciler, database } = stack.endpoints();
  const secrets = JSON.parse(readFileSync(join(stack.dataDir, "secrets.json"), "utf8")) as Secrets;
  const port = (address: string) => Number(new URL(address).port);
  const ports = {
    web: port(web),
    qstash: port(qstash),
    x: port(x),
    reconciler: port(reconciler),
    database: port(database),
  };
  await stack.pause();
  const postgres = await startPostgres({
    dir: join(stack.dataDir, "pg"),
    port: ports.database,
    password: secrets.databasePassword,
    durable: true,
  });
  const sandbox = createQStashSandbox({
    databaseUrl: databaseUrl(ports, secrets, "qstash_sandbox"),
    token: secrets.qstashToken,
    currentSigningKey: secrets.qstashCurrentSigningKey,
    nextSigningKey: secrets.qstashNextSigningKey,
  });
  try {
    await sandbox.listen(ports.qstash);
    const child = spawn(process.execPath, ["--import", "tsx", "reconciler/main.ts", "--once", "orphans"], {
      env: { PATH: process.env.PATH, NODE_ENV: "test", ...appEnvironment(ports, secrets, {}) },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    await once(child, "exit");
    return output;
  } finally {
    await sandbox.close();
    await postgres.stop();
  }
}
