import pg from "pg";

const connectionsMax = 10;
const bigintOid = 20;

/** Times are Unix milliseconds in bigint columns; below 2^53 they fit a number. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === bigintOid && format !== "binary" ? Number : pg.types.getTypeParser(oid, format),
};

const tables = `
  CREATE TABLE IF NOT EXISTS messages (
    seq bigserial PRIMARY KEY,
    id text NOT NULL UNIQUE,
    phase text NOT NULL,
    state text NOT NULL,
    "dueAt" bigint,
    "notBefore" bigint NOT NULL,
    "createdAt" bigint NOT NULL,
    "endedAt" bigint,
    "cancelRequestedAt" bigint,
    "delayedByFault" boolean NOT NULL DEFAULT false,
    retried integer NOT NULL DEFAULT 0,
    url text NOT NULL,
    method text NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    "maxRetries" integer NOT NULL,
    "retryDelay" text,
    "timeoutMs" bigint NOT NULL,
    labels text[] NOT NULL,
    "flowKey" text,
    parallelism integer,
    rate integer,
    "periodSeconds" integer,
    "deduplicationId" text,
    "callerIp" text NOT NULL
  );
  CREATE INDEX IF NOT EXISTS messages_due ON messages ("dueAt") WHERE phase = 'waiting';
  CREATE INDEX IF NOT EXISTS messages_open ON messages (seq) WHERE phase IN ('waiting', 'held', 'active');

  CREATE TABLE IF NOT EXISTS log (
    seq bigserial PRIMARY KEY,
    time bigint NOT NULL,
    "messageId" text NOT NULL,
    state text NOT NULL,
    error text,
    "nextDeliveryTime" bigint,
    "responseStatus" integer,
    "responseHeaders" jsonb,
    "responseBody" bytea
  );
  CREATE INDEX IF NOT EXISTS log_time ON log (time, seq);
  CREATE INDEX IF NOT EXISTS log_message ON log ("messageId");

  CREATE TABLE IF NOT EXISTS dlq (
    seq bigserial PRIMARY KEY,
    id text NOT NULL UNIQUE,
    time bigint NOT NULL,
    "messageId" text NOT NULL,
    error text,
    "responseStatus" integer,
    "responseHeaders" jsonb,
    "responseBody" bytea
  );

  CREATE TABLE IF NOT EXISTS dedup (
    key text PRIMARY KEY,
    "messageId" text NOT NULL,
    "expiresAt" bigint NOT NULL
  );

  CREATE TABLE IF NOT EXISTS faults (
    seq bigserial PRIMARY KEY,
    id text NOT NULL UNIQUE,
    fault jsonb NOT NULL
  );
`;

/** Connects, and makes the tables that are not there yet. Throws when the database can't be reached. */
export async function openDatabase(databaseUrl: string): Promise<pg.Pool> {
  const db = new pg.Pool({ connectionString: databaseUrl, max: connectionsMax, types });
  // Without a listener, an idle connection that breaks would end the process; the next query says it instead.
  db.on("error", () => {});
  try {
    await db.query(tables);
  } catch (error) {
    await db.end();
    throw error;
  }
  return db;
}

/** Row by row: truncating makes a new file for every table, which takes far longer than a test's few rows. */
export async function emptyTables(db: pg.Pool): Promise<void> {
  await db.query(
    "DELETE FROM messages; DELETE FROM log; DELETE FROM dlq; DELETE FROM dedup; DELETE FROM faults",
  );
}
