import { join } from "node:path";
import { cruise, type IModule, type IViolation } from "dependency-cruiser";
import { importRules } from "./import-rules";

/** The folders that hold source. */
export const sourceFolders = ["src", "reconciler", "sandbox", "prisma", "tests"];

/** A cruise takes a second or two; on a machine that builds beside it, many more. */
export const cruiseTimeoutMs = 60_000;

export type Imports = { modules: IModule[]; violations: IViolation[] };

/** Reads every import below `root` and holds it against the rules. */
export async function cruiseImports(root: string, folders: string[] = sourceFolders): Promise<Imports> {
  const { output } = await cruise(
    folders,
    {
      baseDir: root,
      tsPreCompilationDeps: true,
      doNotFollow: { path: ["node_modules", "^src/generated/"] },
      validate: true,
      ruleSet: { forbidden: importRules },
    },
    {
      alias: { "~": join(root, "src") },
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
      conditionNames: ["import", "types", "node", "default"],
      exportsFields: ["exports"],
    },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser answered with text, not with a result");
  return { modules: output.modules, violations: output.summary.violations };
}

/** A violation as a person reads it: who imports what, and what to do instead. */
export function violationWords({ from, to, rule, cycle }: IViolation): string {
  const path = cycle ? [from, ...cycle.map(({ name }) => name)].join(" -> ") : `${from} -> ${to}`;
  const comment = importRules.find(({ name }) => name === rule.name)?.comment ?? "";
  return `${path}\n  ${rule.name}: ${comment}`;
}
