// Files that hold secrets: only their owner may read them, and nobody ever sees half of one.
import { rename, rm, writeFile } from "node:fs/promises";

const ownerOnly = 0o600;

/** Writes JSON so that a reader sees the old file or the whole new one, and only its owner can read it. */
export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: ownerOnly });
  await rename(draft, path);
}
