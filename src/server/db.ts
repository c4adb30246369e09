import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "~/generated/prisma/client";
import { nameOfStatement } from "./kept-statement";
import { asking } from "./session";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

const poolSize = 20;
/**
 * A burst of deliveries may wait its turn for a connection. The pool counts that wait and a new connection's with one
 * limit: a shorter one than the transactions' would call a busy database one that is down.
 */
const connectionWaitMs = 10_000;
/** A row's lock may be held by a slow neighbour. */
const transactionOptions = { maxWait: connectionWaitMs, timeout: 15_000 };

/**
 * What a statement waits for a lock, runs, and a transaction idles at the most, in milliseconds: a row that a frozen
 * process has locked must not stop everybody else's work. A refresh idles while X answers.
 */
const patience = {
  lock_timeout: 5_000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
  /** Ours, for a server that answers nothing any more: a little longer than its own. */
  query_timeout: 20_000,
};

/** Opens a pool on the database. Nothing is asked of it before the first query. */
export function openDb(databaseUrl: string): Db {
  return new PrismaClient({
    transactionOptions,
    adapter: new PrismaPg(
      {
        ...asking(databaseUrl),
        max: poolSize,
        connectionTimeoutMillis: connectionWaitMs,
        ...patience,
      },
      { statementNameGenerator: nameOfStatement },
    ),
  });
}

const connectionCodes = new Set(["P1000", "P1001", "P1002", "P1003", "P1008", "P1017", "P2024", "P2037"]);
const connectionText =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|terminat|reach database|connection timeout|timeout exceeded when trying to connect|starting up|shutting down|accepting connections/i;

/**
 * PostgreSQL's own codes for: no connection, no entry, no such database, too many connections, shutting down or starting
 * up. Prisma passes them on where it has no code of its own, as for raw queries.
 * Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const connectionStates = /^(08|28|3D|533|57P)/;

/** Whether an error says that the database could not be reached, and not that a query was wrong. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && connectionCodes.has(code)) return true;
  if (connectionStates.test(stateOf(error))) return true;
  return connectionText.test(`${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`);
}

const lockNotAvailable = "55P03";

/** Whether an error says that a row was locked by somebody for longer than is waited for. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && stateOf(error) === lockNotAvailable;
}

/** PostgreSQL's own code; empty where it said none. */
function stateOf(error: Error): string {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const state = meta?.driverAdapterError?.cause?.originalCode;
  return typeof state === "string" ? state : "";
}

const uniqueViolation = "P2002";
const foreignKeyViolation = "P2003";

/** Whether an error says that another row holds a value that only one may hold: somebody else came first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === uniqueViolation;
}

/** Whether an error says that a row names another that is gone, or that a row which is named was to go. */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === foreignKeyViolation;
}
