// The tables of Roost and of the sandboxes, emptied before each life.
import type pg from "pg";

export type Tables = {
  /** Row by row, which is the quickest for few. */
  deleteRows: () => Promise<void>;
  /**
   * With new files for all of them. Where rows come to lie decides in which order a query reads them that asks for none:
   * after this the same life reads them in the same order, whatever was lived before it.
   */
  makeAnew: () => Promise<void>;
};

/** Nothing vacuums them, so that what deleted rows leave behind is thrown away now and then. */
const deletionsAtMost = 50;

export function createTables(sql: pg.Client): Tables {
  let deletions = 0;
  let deletion: string | undefined;
  let truncation: string | undefined;

  async function names(where: string): Promise<string[]> {
    const { rows } = await sql.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE ${where} ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  async function makeAnew(): Promise<void> {
    deletions = 0;
    truncation ??= `TRUNCATE ${(await names(`${ofRoost} OR schemaname IN ('qstash', 'x')`)).join(", ")} RESTART IDENTITY`;
    await sql.query(truncation);
  }

  async function deleteRows(): Promise<void> {
    if (deletions >= deletionsAtMost) return makeAnew();
    deletions += 1;
    deletion ??= await writeDeletion();
    await sql.query(deletion);
  }

  /** Users take with them all that is theirs. */
  async function writeDeletion(): Promise<string> {
    const usersFirst = (await names(ofRoost)).sort((a, b) => Number(isUsers(b)) - Number(isUsers(a)));
    return usersFirst.map((name) => `DELETE FROM ${name}`).join("; ");
  }

  return { deleteRows, makeAnew };
}

const ofRoost = "schemaname = 'public' AND tablename NOT LIKE '\\_%'";
const isUsers = (name: string) => name === 'public."User"';
