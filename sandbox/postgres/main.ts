// The database as a process of its own: PostgreSQL with the databases of Roost and of its sandboxes, migrated.
// Reads PORT, POSTGRES_DIR and POSTGRES_PASSWORD; ends on SIGTERM or SIGINT by PostgreSQL's fast shutdown.
import { deployMigrations } from "../../prisma/migrate";
import { type PostgresServer, startPostgres } from "./server";

const appDatabase = "roost";
const databases = [appDatabase, "qstash_sandbox", "x_sandbox"];
/** PostgreSQL's code for a refused password. */
const wrongPassword = "28P01";

let isStopping = false;
let server: PostgresServer | undefined;

// The library stops the server on these too, and then ends with an error status: this process does it itself.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.removeAllListeners(signal);
  process.on(signal, () => void stop());
}

try {
  const { port, dir, password } = readOptions();
  server = await startPostgres({ dir, port, password, durable: true });
  server.ended.then(reportEnd);
  for (const database of databases) await server.ensureDatabase(database);
  const applied = await deployMigrations(server.url(appDatabase));
  if (applied.length) console.log(`migrations applied: ${applied.join(", ")}`);
  console.log(`postgresql on 127.0.0.1:${port}`);
} catch (error) {
  console.error(explain(error));
  await server?.stop();
  process.exit(1);
}

async function stop(): Promise<void> {
  isStopping = true;
  await server?.stop();
  process.exit(0);
}

function reportEnd(lastLines: string[]): void {
  if (isStopping) return;
  console.error(["PostgreSQL ended by itself. Its last lines:", ...lastLines].join("\n"));
  process.exit(1);
}

function readOptions() {
  const { PORT: port, POSTGRES_DIR: dir, POSTGRES_PASSWORD: password } = process.env;
  if (!port || !dir || !password) {
    throw new Error("PORT, POSTGRES_DIR and POSTGRES_PASSWORD should be set. `npm run dev` sets them.");
  }
  return { port: Number(port), dir, password };
}

function explain(error: unknown): string {
  if ((error as { code?: string }).code === wrongPassword) {
    return `The database in ${process.env.POSTGRES_DIR} was made with another password: secrets.json beside it was removed or replaced since. Put the old one back; or, to begin anew without the old tweets, remove the whole data folder.`;
  }
  return error instanceof Error ? error.message : String(error);
}
