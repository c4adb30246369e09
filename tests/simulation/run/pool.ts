// Several workers, each a process with a database of its own: a job goes to whichever is free.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Job } from "./jobs";
import type { RunPostgres } from "./postgres";

export type Pool = {
  run: <R>(job: Job) => Promise<R>;
  stop: () => Promise<void>;
};

type Answer = { id: number; result?: unknown; error?: string };
type Waiting = { id: number; job: Job; resolve: (result: unknown) => void; reject: (error: Error) => void };

/** Longer than any job takes on a busy machine: one that hangs is a fault of the simulation, and said so. */
const jobTimeoutMs = 300_000;
/** A worker loads all of Roost and opens its database; on a busy machine that takes its time. */
const startTimeoutMs = 180_000;

export type PoolOptions = {
  /** Whose product the workers load. */
  root?: string;
  /** Sets its databases apart from those of other pools. */
  name?: string;
  /** Carried out on each database first. */
  sql?: string | undefined;
};

/** What a life makes lives for a step or two: with more room for the young, little of it is ever moved. */
const workerFlags = ["--max-semi-space-size=64"];

const ownRoot = fileURLToPath(new URL("../../..", import.meta.url));

export async function startPool(
  postgres: Pick<RunPostgres, "copy">,
  workers: number,
  { root = ownRoot, name = "sim", sql }: PoolOptions = {},
): Promise<Pool> {
  const waiting: Waiting[] = [];
  const underWay = new Map<ChildProcess, { job: Waiting; timer: NodeJS.Timeout }>();
  const children = new Set<ChildProcess>();
  let lastId = 0;
  let isStopping = false;

  async function start(index: number): Promise<void> {
    const databaseUrl = await postgres.copy(`${name}_${process.pid}_${index}`, sql);
    const child = fork(`${root}/tests/simulation/run/worker.ts`, [databaseUrl], {
      cwd: root,
      execArgv: ["--import", "tsx", ...workerFlags],
      env: { ...process.env, NODE_ENV: "test", LOG_LEVEL: "silent" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    children.add(child);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), startTimeoutMs);
      const fail = (why: string) => {
        clearTimeout(timer);
        children.delete(child);
        reject(new Error(`A worker did not begin: ${why}. What it said stands above.`));
      };
      child.once("message", () => {
        clearTimeout(timer);
        resolve();
      });
      child.once("error", (error) => fail(error.message));
      child.once("exit", (code, signal) => fail(`it ended (${signal ?? code})`));
    });
    child.on("message", (answer: Answer) => finish(child, answer));
    child.on("exit", (code, signal) => {
      children.delete(child);
      finish(child, { id: 0, error: `the worker ended (${signal ?? code})` });
      // One that dies takes its job with it; another goes on with the rest.
      if (!isStopping) start(index).catch(giveUp);
    });
    next(child);
  }

  function next(child: ChildProcess): void {
    const job = underWay.has(child) ? undefined : waiting.shift();
    if (!job) return;
    const timer = setTimeout(() => child.kill("SIGKILL"), jobTimeoutMs);
    underWay.set(child, { job, timer });
    child.send({ id: job.id, job: job.job });
  }

  function finish(child: ChildProcess, answer: Answer): void {
    const current = underWay.get(child);
    if (!current) return;
    underWay.delete(child);
    clearTimeout(current.timer);
    if (answer.error) current.job.reject(new Error(`${JSON.stringify(current.job.job)}: ${answer.error}`));
    else current.job.resolve(answer.result);
    if (children.has(child)) next(child);
  }

  /** A worker that cannot be replaced leaves its work to the others; where none is left, nobody waits for ever. */
  function giveUp(error: unknown): void {
    console.error(error);
    if (children.size > 0) return;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const job of waiting.splice(0)) job.reject(reason);
  }

  async function stop(): Promise<void> {
    isStopping = true;
    await Promise.all(
      [...children].map(
        (child) =>
          new Promise<void>((resolve) => {
            child.once("exit", () => resolve());
            child.kill("SIGKILL");
          }),
      ),
    );
  }

  const started = await Promise.allSettled(Array.from({ length: workers }, (_, index) => start(index)));
  for (const result of started) {
    if (result.status === "fulfilled") continue;
    await stop();
    throw result.reason;
  }
  return {
    stop,
    run: <R>(job: Job) =>
      new Promise<R>((resolve, reject) => {
        lastId += 1;
        waiting.push({ id: lastId, job, resolve: (result) => resolve(result as R), reject });
        for (const child of children) next(child);
      }),
  };
}
