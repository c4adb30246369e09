// Whether the browser tests are among those that were asked for.
import { existsSync, readdirSync } from "node:fs";

/** @param args what vitest is given: path filters first, then options such as `--project unit` or `-t name`. */
export function asksForBrowser(args: string[], browserTests = listBrowserTests()): boolean {
  const projects = args.flatMap((arg, index) => {
    if (arg === "--project") return [args[index + 1] ?? ""];
    return arg.startsWith("--project=") ? [arg.slice("--project=".length)] : [];
  });
  if (projects.length && !projects.includes("browser")) return false;
  const firstOption = args.findIndex((arg) => arg.startsWith("-"));
  const filters = firstOption < 0 ? args : args.slice(0, firstOption);
  return !filters.length || browserTests.some((path) => filters.some((filter) => path.includes(filter)));
}

function listBrowserTests(): string[] {
  if (!existsSync("tests/browser")) return [];
  const names = readdirSync("tests/browser", { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(".test.ts")).map((name) => `tests/browser/${name}`);
}
