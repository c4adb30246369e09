import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFolders } from "./cruise-imports";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export type SourceFile = {
  /** From the project's folder. */
  path: string;
  text: string;
  lines: number;
};

/** Every source file of the project; what is generated is nobody's writing. */
export function readSourceFiles(): SourceFile[] {
  return sourceFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.startsWith(join("src", "generated")))
      .sort()
      .map((path) => {
        const text = readFileSync(join(root, path), "utf8");
        return { path, text, lines: lineCount(text) };
      }),
  );
}

/** Lines as an editor counts them: the line break at the end begins no new one. */
export function lineCount(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}
