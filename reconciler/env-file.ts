// Where a person runs the reconciler by hand, its variables may stand in a file: `.env`, or what a running sandbox
// wrote for this. Variables that are set win over both.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Loads the first file that is there, unless the environment is set. Returns its path, or null when none was needed. */
export function loadEnvFile(root: string, env: Record<string, string | undefined>): string | null {
  if (env.DATABASE_URL) return null;
  const sandbox = join(env.ROOST_DATA_DIR || ".data", "app.env");
  const candidates = [".env", ...(env.NODE_ENV === "production" ? [] : [sandbox])];
  const found = candidates.find((path) => existsSync(resolve(root, path)));
  if (found) process.loadEnvFile(resolve(root, found));
  return found ?? null;
}
