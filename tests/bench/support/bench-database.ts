// The database of a run: as durable as in production, and what its disk can do.
import pg from "pg";
import { inWords, median } from "../spread";

const commits = 200;

/**
 * QStash and X are somebody else's machines: their stand-ins' commits do not wait for the disk that Roost's wait for.
 * Before they start.
 */
export async function relaxSandboxes(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const database of ["qstash_sandbox", "x_sandbox"]) {
      await client.query(`ALTER DATABASE ${database} SET synchronous_commit = off`);
    }
  });
}

/** "PostgreSQL 18.1 (fsync on, a commit takes 1.2 ms)". */
export async function readDatabaseFacts(databaseUrl: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ version: string; fsync: string }>(
      "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync",
    );
    await client.query("CREATE TABLE bench_commits (at timestamptz)");
    const tookMs: number[] = [];
    for (let count = 0; count < commits; count += 1) {
      const startMs = performance.now();
      await client.query("INSERT INTO bench_commits VALUES (now())");
      tookMs.push(performance.now() - startMs);
    }
    await client.query("DROP TABLE bench_commits");
    const { version = "?", fsync = "?" } = rows[0] ?? {};
    return `PostgreSQL ${version} (fsync ${fsync}, a commit takes ${inWords(median(tookMs), "ms")})`;
  });
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
