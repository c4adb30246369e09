// Every file in rows/ is a row.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row";

const folder = join(import.meta.dirname, "rows");

/** All rows, by name. @throws Error for a file that exports no row of its own name. */
export async function findRows(): Promise<Row[]> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
  return Promise.all(names.map(loadRow));
}

async function loadRow(name: string): Promise<Row> {
  const { row } = (await import(join(folder, `${name}.ts`))) as { row?: Row };
  if (row?.name !== name) throw new Error(`tests/bench/rows/${name}.ts should export a row named "${name}".`);
  return row;
}
