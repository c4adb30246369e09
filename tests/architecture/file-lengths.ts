import type { SourceFile } from "./source-files";

/** A longer file has two subjects. */
export const longestLines = 300;
/** Half of a folder's files are shorter than this. */
export const medianBelowLines = 80;

export function tooLong(files: Pick<SourceFile, "path" | "lines">[]): string[] {
  return files
    .filter(({ lines }) => lines > longestLines)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it by subject, ${longestLines} at the most`);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** The median length of the files in each top folder. */
export function mediansByFolder(files: Pick<SourceFile, "path" | "lines">[]): Map<string, number> {
  const byFolder = new Map<string, number[]>();
  for (const { path, lines } of files) {
    const [folder = ""] = path.split("/");
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), lines]);
  }
  return new Map([...byFolder].map(([folder, lengths]) => [folder, median(lengths)]));
}
