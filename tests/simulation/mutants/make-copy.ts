// A copy of the product with a mutant in it, beside the original: only what a worker loads, and links to the rest.
import { cp, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutant } from "./mutant";

const copied = ["src", "sandbox", "reconciler", "prisma", "tests", "package.json", "tsconfig.json"];

/** Makes the copy. Returns its folder. @throws Error when what is to be replaced is not there exactly once. */
export async function makeCopy(root: string, { name, edits }: Mutant): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "roost-mutant-"));
  await Promise.all(copied.map((path) => cp(join(root, path), join(folder, path), { recursive: true })));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const { file, find, put } of edits) {
    const path = join(folder, file);
    const text = await readFile(path, "utf8");
    if (text.split(find).length !== 2) {
      throw new Error(`The mutant "${name}" replaces what does not stand once in ${file}: ${find}`);
    }
    await writeFile(
      path,
      text.replace(find, () => put),
    );
  }
  return folder;
}
