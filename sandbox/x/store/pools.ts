import pg from "pg";

// PostgreSQL's type number of bigint. Times and counts fit a JavaScript number; ids are selected as text.
const bigintOid = 20;
const connectTimeoutMs = 5000;
const poolSize = 12;
const counterPoolSize = 4;

const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === bigintOid ? Number : pg.types.getTypeParser(oid, format),
};

/** `db` commits to disk before it answers; `counters` does not wait for the disk. */
export function openPools(databaseUrl: string): { db: pg.Pool; counters: pg.Pool } {
  const shared = { connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs, types };
  const db = new pg.Pool({ ...shared, max: poolSize });
  const counters = new pg.Pool({
    ...shared,
    max: counterPoolSize,
    options: "-c synchronous_commit=off",
  });
  // An idle connection that the server drops is replaced at the next query; unheard, it would end the process.
  for (const pool of [db, counters]) pool.on("error", () => undefined);
  return { db, counters };
}
