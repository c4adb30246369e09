// `npm run bench`: measures each row against what it is held against, in one run on one machine, and prints a table.
// The status is 0 only when every bound holds. `-- <row>` runs that one, `-- --json <file>` keeps every value.
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readArguments } from "./arguments";
import { findRows } from "./find-rows";
import { machineInWords, readMachine } from "./machine";
import { runRow, stopEverything } from "./run-row";
import { isAllMet, type Result, tableOf } from "./table";

const root = dirname(dirname(import.meta.dirname));
process.chdir(root);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => void stopEverything().finally(() => process.exit(1)));
}

try {
  process.exitCode = (await runAll(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function runAll(args: string[]): Promise<boolean> {
  const rows = await findRows();
  const wanted = readArguments(
    args,
    rows.map(({ name }) => name),
  );
  const results: Result[] = [];
  let database = "";
  for (const row of rows.filter(({ name }) => !wanted.names.length || wanted.names.includes(name))) {
    const { result, databaseFacts } = await runRow(row, { root, isBuilt: wanted.isBuilt });
    database = databaseFacts || database;
    results.push(result);
  }
  const machine = readMachine();
  console.log(`\n${tableOf(results)}\n\n${[machineInWords(machine), database].filter(Boolean).join(", ")}`);
  if (wanted.jsonPath) {
    writeFileSync(wanted.jsonPath, `${JSON.stringify({ machine, database, results }, null, 2)}\n`);
  }
  return isAllMet(results);
}
