// The database as one simulated process sees it: each statement and each transaction waits for its turn and may fail
// as a real one fails, while PostgreSQL itself stays real.
import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/server/db";
import type { Fate } from "./calls";
import { makeCall, type SimProcess } from "./process";
import { withPresentTime } from "./sql-now";
import { statementName } from "./statement-name";

type Method = (...args: unknown[]) => Promise<unknown>;
type Transaction = (work: (tx: object) => Promise<unknown>, options?: object) => Promise<unknown>;

/** @param isStepwise whether each statement inside a transaction waits for its own turn. */
export function guardDb(db: Db, process: SimProcess, isStepwise: () => boolean): Db {
  const statement = (name: string, run: () => Promise<unknown>) =>
    makeCall(process, "db", name, run, databaseError);
  const models = guardMethods(db, statement);
  const transaction: Transaction = (work, options) => runGuarded(db, process, work, options, isStepwise);
  return new Proxy(db, {
    get: (target, key) => {
      if (key === "$transaction") return transaction;
      if (key === "$disconnect" || key === "$connect") return async () => undefined;
      return models(target, key);
    },
  });
}

async function runGuarded(
  db: Db,
  process: SimProcess,
  work: (tx: object) => Promise<unknown>,
  options: object | undefined,
  isStepwise: () => boolean,
): Promise<unknown> {
  const id = nextTransaction();
  const begun = await process.pass("tx", "begin", id);
  if (begun !== "go" && begun !== "crash-after") throw databaseError(begun === "lost" ? "refused" : begun);
  let broken: Error | null = null;
  const end: { fate: Fate } = { fate: "go" };
  const steps: string[] = [];
  const step = async (name: string, run: () => Promise<unknown>): Promise<unknown> => {
    const place = steps.push(name) - 1;
    if (broken) throw broken;
    if (!isStepwise()) {
      await process.back("go");
      return run();
    }
    const fate = await process.pass("step", name, id);
    if (fate !== "go" && fate !== "crash-after") {
      broken = databaseError(fate === "lost" ? "refused" : fate);
      throw broken;
    }
    const answer = run();
    const value = await answer.catch(() => undefined);
    if (isNothing(value)) steps[place] = `${name}=0`;
    await process.back(fate);
    return answer;
  };
  const settled = await transact(db)(async (tx) => {
    const guarded = new Proxy(tx, { get: guardMethods(tx, step) });
    const value = await Promise.race([work(guarded), process.died]).catch(async (error: unknown) => {
      // What it has locked stays locked until PostgreSQL hears of this.
      await Promise.race([process.pass("tx", `rollback(${steps.join(" ")})`, id), process.died]);
      throw error;
    });
    // What the caller swallowed, PostgreSQL has not: a failed statement spoils its transaction.
    if (broken) throw broken;
    end.fate = await Promise.race([process.pass("commit", `tx(${steps.join(" ")})`, id), process.died]);
    if (end.fate === "refused" || end.fate === "conflict") throw databaseError(end.fate);
    return value;
  }, options).then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  await process.back(settled.ok ? end.fate : "go");
  if (!settled.ok) throw settled.error;
  if (end.fate === "lost") throw databaseError("lost");
  return settled.value;
}

let transactions = 0;

function nextTransaction(): number {
  transactions += 1;
  return transactions;
}

/** Whether a statement has matched no row. */
function isNothing(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0;
  return typeof answer === "object" && answer !== null && "count" in answer && answer.count === 0;
}

const transact = (db: Db) => db.$transaction.bind(db) as unknown as Transaction;

/** Reads a property of a client: a model's methods and the raw statements go through `make`. */
function guardMethods(
  client: object,
  make: (name: string, run: () => Promise<unknown>) => Promise<unknown>,
): (target: object, key: string | symbol) => unknown {
  const known = new Map<string | symbol, unknown>();
  const guarded = (owner: object, name: string, method: Method): Method => {
    // A statement of Prisma's runs when it is first awaited.
    return (...args) =>
      make(statementName(name, args), async () =>
        method.apply(owner, name.startsWith("$") ? withPresentTime(args) : args),
      );
  };
  return (target, key) => {
    if (known.has(key)) return known.get(key);
    const value: unknown = Reflect.get(target, key, client);
    const name = String(key);
    let answer = value;
    if (typeof value === "function" && name.startsWith("$")) answer = guarded(client, name, value as Method);
    else if (typeof value === "object" && value !== null && typeof key === "string" && !key.startsWith("_")) {
      answer = new Proxy(value, {
        get: (model, method) => {
          const own: unknown = Reflect.get(model, method);
          return typeof own === "function" ? guarded(model, `${name}.${String(method)}`, own as Method) : own;
        },
      });
    }
    known.set(key, answer);
    return answer;
  };
}

const prismaVersion = "simulated";

/** As Prisma and pg word what has befallen the statement. */
export function databaseError(fate: Fate): Error {
  const known = (message: string, code: string) =>
    new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: prismaVersion });
  switch (fate) {
    case "conflict":
      return known(
        "Transaction failed due to a write conflict or a deadlock. Please retry your transaction",
        "P2034",
      );
    case "lost":
      return known("Server has closed the connection.", "P1017");
    default:
      return known("Can't reach database server at `127.0.0.1`", "P1001");
  }
}
