// The processes of one stack. Each is under the guard of the development stack: none outlives this process.
import { waitForAnswer } from "../../../sandbox/stack/check";
import type { Environment } from "../../../sandbox/stack/environment";
import { type Part, type RunningPart, startPart } from "../../../sandbox/stack/part";
import { killGroup } from "../../../sandbox/stack/process-group";
import { waitFor } from "../../support/wait-for";
import { processorMsOfGroup } from "./processor-time";

export type Parts = {
  /** Starts it and waits until it is up. @throws Error with its last lines when it does not come up. */
  run: (part: Part) => Promise<void>;
  /** `kill -9`, for it and all that it has started. */
  kill: (name: string) => Promise<void>;
  /** Asks it to end. */
  stop: (name: string) => Promise<void>;
  /** The last started one first: the database is the last to go. */
  stopAll: () => Promise<void>;
  /** What it has had of the processor; null where the system does not tell. */
  processorMs: (name: string) => number | null;
  /** What the parts have said last, for a row that failed. */
  lastLines: () => string[];
};

const startTimeoutMs = 60_000;

export function createParts(options: { root: string; env: Environment; secrets: string[] }): Parts {
  const running = new Map<string, RunningPart>();
  const find = (name: string): RunningPart => {
    const part = running.get(name);
    if (!part) throw new Error(`"${name}" does not run.`);
    return part;
  };
  const take = (name: string): RunningPart => {
    const part = find(name);
    running.delete(name);
    return part;
  };
  const stop = async (name: string) => {
    const taken = take(name);
    await taken.stop(taken.part.stopTimeoutMs);
  };
  return {
    stop,
    run: async (part) => {
      const started = startPart(part, { ...options, verbose: false, show: () => undefined });
      running.set(part.name, started);
      const met = await waitUntilUp(started);
      if (met) throw new Error([`${part.name} did not come up: ${met}`, ...started.output.tail()].join("\n"));
    },
    kill: async (name) => {
      const taken = take(name);
      killGroup(taken.pid);
      await taken.exited;
    },
    stopAll: async () => {
      for (const name of [...running.keys()].reverse()) await stop(name);
    },
    processorMs: (name) => processorMsOfGroup(find(name).pid),
    lastLines: () =>
      [...running].flatMap(([name, { output }]) => output.tail().map((line) => `${name} | ${line}`)),
  };
}

/** @returns undefined when it is up, else what was met. */
async function waitUntilUp({ part, output, exited }: RunningPart): Promise<string | undefined> {
  const over = new AbortController();
  const { up } = part;
  const answered =
    "url" in up
      ? waitForAnswer(up, { timeoutMs: startTimeoutMs, signal: over.signal })
      : waitFor(() => output.hasSaid(up.line), { timeoutMs: startTimeoutMs }).then(
          () => undefined,
          (error: Error) => error.message,
        );
  const ended = exited.then(({ code, signal }) => `it ended with ${signal ?? code}`);
  return Promise.race([answered, ended]).finally(() => over.abort());
}
