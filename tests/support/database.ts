import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { templateDatabase } from "./postgres-setup";
import { waitFor } from "./wait-for";

/** Longer than a goodbye takes; who has not left by then does not mean to. */
const goodbyeMs = 500;

export type TestDatabase = { url: string; drop: () => Promise<void> };

/** A database of the test's own: a copy of the migrated template, or an empty one (`empty: true`). */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = inject("postgresUrl");
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  await runAsAdmin(
    adminUrl,
    `CREATE DATABASE ${name}${options.empty ? "" : ` TEMPLATE ${templateDatabase}`}`,
  );
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropWhenLeft(adminUrl, name) };
}

/** Pools that have ended are saying goodbye: one that is cut off meanwhile throws where nobody catches it. */
async function dropWhenLeft(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const isLeft = async () => {
      const sessions = "SELECT 1 FROM pg_stat_activity WHERE datname = $1";
      return (await client.query(sessions, [name])).rowCount === 0;
    };
    await waitFor(isLeft, { timeoutMs: goodbyeMs }).catch(() => undefined);
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}

function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  return asAdmin(adminUrl, async (client) => void (await client.query(sql)));
}

async function asAdmin(adminUrl: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
