// The table that `npm run bench` prints, in Markdown, so that it can be kept as it is.
import type { Against, Figures, Row } from "./row";
import { readingInWords } from "./spread";

export type Result = { row: Row; figures: Figures } | { row: Row; failure: string };

const heading = ["what", "ours", "against", "asked", "found", "met"];

/** One table, then how each row is measured and what else it showed. */
export function tableOf(results: Result[]): string {
  const rows = [heading, ...results.map(cellsOf)];
  const widths = heading.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [
    line(heading),
    rule,
    ...results.map((result) => line(cellsOf(result))),
    "",
    ...results.flatMap(notesOf),
  ]
    .join("\n")
    .trimEnd();
}

/** Whether everything was measured, and all bounds hold. */
export function isAllMet(results: Result[]): boolean {
  return results.every((result) => "figures" in result && result.figures.bounds.every(({ isMet }) => isMet));
}

function cellsOf(result: Result): string[] {
  if ("failure" in result) return [result.row.what, "not measured", "", "", result.failure, "no"];
  const { ours, against, bounds } = result.figures;
  const all = (read: (bound: Figures["bounds"][number]) => string) => bounds.map(read).join("; ");
  return [
    result.row.what,
    readingInWords(ours),
    againstInWords(against),
    all(({ asked }) => asked),
    all(({ found }) => found),
    all(({ isMet }) => (isMet ? "yes" : "no")),
  ];
}

function againstInWords({ name, reading }: Against): string {
  return reading ? `${name}: ${readingInWords(reading)}` : name;
}

function notesOf(result: Result): string[] {
  const notes = "figures" in result ? result.figures.notes : [];
  return [`- \`${result.row.name}\`: ${[result.row.method, ...notes].join(" ")}`];
}
