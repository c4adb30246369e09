// Applies and writes migrations with Prisma's own schema engine, built as WebAssembly: nothing is downloaded,
// and `prisma migrate deploy` may take turns with it on one database.
//
//   tsx prisma/migrate.ts deploy        apply what DATABASE_URL lacks
//   tsx prisma/migrate.ts new <name>    write the next migration from the change in schema.prisma
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineBindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const here = dirname(fileURLToPath(import.meta.url));
const migrationsDir = join(here, "migrations");
/** Where Roost looks for its tables, whatever the database or its role have set. */
const inPublic = "-c search_path=public";
const filters = { externalTables: [], externalEnums: [] };

/** Names of the migrations in the order in which they are applied. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Applies every migration that the database lacks. Returns the names of those applied now. */
export async function deployMigrations(databaseUrl: string): Promise<string[]> {
  const names = await migrationNames();
  const { engine, close } = await openEngine(databaseUrl);
  try {
    const applied = await engine.applyMigrations({
      migrationsList: {
        baseDir: migrationsDir,
        lockfile: { path: "migration_lock.toml", content: await readText("migrations/migration_lock.toml") },
        shadowDbInitScript: "",
        migrationDirectories: await Promise.all(
          names.map(async (name) => ({
            path: name,
            migrationFile: {
              path: "migration.sql",
              content: { tag: "ok" as const, value: await readText(`migrations/${name}/migration.sql`) },
            },
          })),
        ),
      },
      filters,
    });
    return applied.appliedMigrationNames;
  } finally {
    await close();
  }
}

/**
 * The SQL that takes a database from one schema text (null for an empty database) to another.
 * The engine wants a database that answers, though it reads nothing there.
 */
export async function diffSchemas(databaseUrl: string, from: string | null, to: string): Promise<string> {
  const { engine, close } = await openEngine(databaseUrl);
  const files = (content: string) => ({
    tag: "schemaDatamodel" as const,
    configDir: here,
    files: [{ path: "schema.prisma", content }],
  });
  try {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: "empty" } : files(from),
      to: files(to),
      script: true,
      exitCode: null,
      filters,
    });
    return stdout ?? "";
  } finally {
    await close();
  }
}

async function openEngine(databaseUrl: string) {
  const bindingsPath = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = await readFile(join(dirname(bindingsPath), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, {
    "./schema_engine_bg.js": engineBindings as unknown as WebAssembly.ModuleImports,
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const { factory, disconnect } = wholeScriptAdapter(databaseUrl);
  const engine = await engineBindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", await readText("schema.prisma")]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const close = async () => {
    engine.free();
    await disconnect();
  };
  return { engine, close };
}

/**
 * Prisma's adapter cuts a script at every semicolon, inside comments and function bodies too. This one sends it
 * whole, which PostgreSQL also runs as one transaction: a migration that fails leaves nothing behind.
 */
function wholeScriptAdapter(databaseUrl: string) {
  const session = sessionOf(databaseUrl);
  const factory = new PrismaPg(session);
  const connect = factory.connect.bind(factory);
  const adapters: { dispose: () => Promise<void> }[] = [];
  factory.connect = async () => {
    const adapter = await connect();
    adapters.push(adapter);
    adapter.executeScript = async (script) => {
      const client = new pg.Client(session);
      await client.connect();
      await client.query(script).finally(() => client.end());
    };
    return adapter;
  };
  return { factory, disconnect: () => Promise.all(adapters.map((adapter) => adapter.dispose())) };
}

/** Beside an address that asks for settings of its own the driver would overlook ours: those are sent together. */
function sessionOf(databaseUrl: string): { connectionString: string; options: string } {
  const url = new URL(databaseUrl);
  const theirs = url.searchParams.get("options");
  if (theirs === null) return { connectionString: databaseUrl, options: inPublic };
  url.searchParams.delete("options");
  return { connectionString: url.href, options: `${theirs} ${inPublic}` };
}

async function writeMigration(databaseUrl: string, name: string): Promise<string> {
  const previous = (await migrationNames()).at(-1);
  const from = previous ? await readText(`migrations/${previous}/schema.prisma`) : null;
  const to = await readText("schema.prisma");
  const number = String((await migrationNames()).length + 1).padStart(4, "0");
  const folder = join(migrationsDir, `${number}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), await diffSchemas(databaseUrl, from, to));
  await writeFile(join(folder, "schema.prisma"), to);
  return folder;
}

function readText(path: string): Promise<string> {
  return readFile(join(here, path), "utf8");
}

async function main([command, argument]: string[]): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl && command === "new" && argument) {
    console.log(`wrote ${await writeMigration(databaseUrl, argument)}`);
    return;
  }
  if (!databaseUrl || command !== "deploy") {
    throw new Error("usage: DATABASE_URL=postgresql://… tsx prisma/migrate.ts deploy   |   … new <name>");
  }
  const applied = await deployMigrations(databaseUrl);
  console.log(applied.length ? `applied ${applied.join(", ")}` : "the database is up to date");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
