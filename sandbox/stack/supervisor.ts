// Starts parts step by step, says when each is up, notices a crash, and stops them in their order.
import { setTimeout as delay } from "node:timers/promises";
import { waitForAnswer } from "./check";
import type { Environment } from "./environment";
import { type Exit, type Part, type RunningPart, startPart } from "./part";

export type SupervisorOptions = {
  root: string;
  env: Environment;
  verbose: boolean;
  /** Never shown, whoever prints them. */
  secrets: string[];
  say: (line: string) => void;
  /** Told of the first trouble, in lines for people. */
  fail: (lines: string[]) => void;
  /** Aborted when the stack is to end: from then on nothing is started and no exit is a crash. */
  over: AbortSignal;
  notePart: (pid: number) => Promise<void>;
};

export type Supervisor = {
  /** Resolves when all are up, or when the stack is to end. */
  startAll: (parts: Part[]) => Promise<void>;
  stopAll: () => Promise<void>;
};

/** A first start fills a database and a slow machine compiles a whole app in it. */
const startTimeoutMs = 120_000;
const pollMs = 50;
/** Enough for a part that ends at once when it is asked. */
const stopTimeoutMsMin = 250;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const running: RunningPart[] = [];
  const start = async (part: Part) => {
    if (options.over.aborted) return;
    const started = startPart(part, { ...options, show: options.say });
    running.push(started);
    started.exited.then((exit) => options.fail(describeCrash(started, exit)));
    await options.notePart(started.pid);
    const met = await waitUntilUp(started, options.over);
    if (options.over.aborted) return;
    if (met) options.fail(describeNoStart(started, met));
    else options.say(`${part.name}  ${part.address}`);
  };
  return {
    startAll: async (parts) => {
      for (const step of inSteps(parts, (part) => part.startStep)) await Promise.all(step.map(start));
    },
    stopAll: async () => {
      let stepEndsAt = Date.now();
      for (const step of inSteps(running, ({ part }) => part.stopStep)) {
        // Counted from the first step on: on a busy machine a late step takes its lateness from the next.
        stepEndsAt += Math.max(...step.map(({ part }) => part.stopTimeoutMs));
        const timeoutMs = Math.max(stepEndsAt - Date.now(), stopTimeoutMsMin);
        await Promise.all(step.map((part) => part.stop(timeoutMs)));
      }
    },
  };
}

/** @returns undefined when it is up, else what the last try met. */
async function waitUntilUp({ part, output }: RunningPart, over: AbortSignal): Promise<string | undefined> {
  if ("url" in part.up) return waitForAnswer(part.up, { timeoutMs: startTimeoutMs, signal: over });
  const giveUpAt = Date.now() + startTimeoutMs;
  while (!over.aborted && Date.now() < giveUpAt) {
    if (output.hasSaid(part.up.line)) return undefined;
    await delay(pollMs, undefined, { signal: over }).catch(() => undefined);
  }
  return `it did not say "${part.up.line}"`;
}

function inSteps<T>(items: T[], stepOf: (item: T) => number): T[][] {
  const steps = [...new Set(items.map(stepOf))].sort((a, b) => a - b);
  return steps.map((step) => items.filter((item) => stepOf(item) === step));
}

function describeCrash({ part, output }: RunningPart, { code, signal }: Exit): string[] {
  const how = signal ? `killed by ${signal}` : `exit status ${code}`;
  return [`${part.name} crashed: ${how}. The rest is stopped.`, ...lastLines(part, output.tail())];
}

function describeNoStart({ part, output }: RunningPart, met: string): string[] {
  const seconds = startTimeoutMs / 1000;
  return [`${part.name} did not come up within ${seconds} s: ${met}.`, ...lastLines(part, output.tail())];
}

function lastLines({ name }: Part, tail: string[]): string[] {
  return tail.length
    ? ["Its last lines:", ...tail.map((line) => `${name} | ${line}`)]
    : ["It printed nothing."];
}
