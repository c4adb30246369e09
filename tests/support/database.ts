import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { templateDatabase } from "./postgres-setup";

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
  return { url: url.href, drop: () => runAsAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
