// Brings the whole stack up, keeps it up, and takes all of it down: when asked to, or when one part crashes.
import { once } from "node:events";
import { type HttpCheck, waitForAnswer } from "./check";
import { removeEndpoints, writeEndpoints } from "./endpoints";
import { addressesOf, blankedByFiles, cleanEnvironment } from "./environment";
import { watchLauncher } from "./launcher";
import { endLeftovers } from "./leftovers";
import { takeLock } from "./lock";
import type { Plan, Planner } from "./plan";
import { choosePorts } from "./ports";
import { keepSecrets, secretValues } from "./secrets";
import type { Settings } from "./settings";
import { createSupervisor } from "./supervisor";

/** Where a person reads: `say` for what is, `complain` for what went wrong. One line each. */
export type Voice = { say: (line: string) => void; complain: (line: string) => void };

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The parts are up by then: this is for their first pages. */
const readyTimeoutMs = 120_000;

/**
 * Runs until SIGINT, SIGTERM, SIGHUP or the death of the npm that runs it (returns 0), or until a part crashes or does not come up (returns 1).
 * @throws Error when nothing could be started: another start holds the folder, no port is free, secrets are damaged.
 */
export async function runStack(wanted: Settings, plan: Planner, voice: Voice): Promise<number> {
  const over = new AbortController();
  const end = () => over.abort();
  for (const signal of endingSignals) process.on(signal, end);
  const lock = await takeLock(wanted.dataDir);
  const stopWatching = watchLauncher(end);
  let status = 0;
  const fail = (lines: string[]) => {
    if (over.signal.aborted) return;
    status = 1;
    for (const line of lines) voice.complain(line);
    over.abort();
  };
  try {
    await removeEndpoints(wanted.dataDir);
    await endLeftovers(lock.leftovers, voice.say);
    const secrets = await keepSecrets(wanted.dataDir);
    const settings = { ...wanted, ports: await choosePorts(wanted.ports, voice.say) };
    const planned = plan(settings, secrets);
    const supervisor = createSupervisor({
      ...settings,
      env: { ...blankedByFiles(settings.root), ...cleanEnvironment(process.env) },
      secrets: secretValues(secrets),
      say: voice.say,
      fail,
      over: over.signal,
      notePart: lock.notePart,
    });
    try {
      await supervisor.startAll(planned.parts);
      const trouble = await waitUntilReady(planned, over.signal);
      if (trouble) fail([`Roost is not ready: ${trouble}.`]);
      if (!over.signal.aborted) await writeEndpoints(settings, secrets);
      if (!over.signal.aborted) {
        voice.say(`ready  ${settings.withoutWeb ? "without the web app" : addressesOf(settings.ports).web}`);
        await once(over.signal, "abort");
      }
    } finally {
      over.abort();
      await supervisor.stopAll();
    }
    return status;
  } finally {
    stopWatching();
    await removeEndpoints(wanted.dataDir);
    await lock.release();
    for (const signal of endingSignals) process.off(signal, end);
  }
}

/** @returns undefined when all checks succeeded, else what the first that did not has met. */
async function waitUntilReady({ ready, warm }: Plan, over: AbortSignal): Promise<string | undefined> {
  const ask = (check: HttpCheck) => waitForAnswer(check, { timeoutMs: readyTimeoutMs, signal: over });
  const [answers] = await Promise.all([
    Promise.all(ready.map(ask)),
    Promise.all(warm.map((url) => ask({ url }))),
  ]);
  return answers.find((met) => met !== undefined);
}
