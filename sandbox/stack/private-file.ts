// Files that hold secrets: only their owner may read them, and nobody ever sees half of one.
import { rename, rm, writeFile } from "node:fs/promises";

const ownerOnly = 0o600;

export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  await writePrivateText(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes so that a reader sees the old file or the whole new one, and only its owner can read it. */
export async function writePrivateText(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode: ownerOnly });
  await rename(draft, path);
}
