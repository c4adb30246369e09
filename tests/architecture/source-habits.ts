import ts from "typescript";

export type Habit = {
  name: string;
  /** What to do instead. */
  instead: string;
  isBroken: (node: ts.Node, path: string) => boolean;
};

const testWords = /^(x|f)?(it|test|describe|suite|bench|context|ctx)$/;
const escapes = /^(skip|todo|only|fails|skipIf|runIf)$/;

/** What next, prisma and vitest read by their default export. */
const defaultExports =
  /^(src\/app\/.*(page|layout|error|not-found|global-error|loading|template|default|icon|manifest|robots|sitemap|opengraph-image)|prisma\/prisma\.config|tests\/vitest\.config|tests\/support\/[^/]*-setup)\.tsx?$/;

export const codeHabits: Habit[] = [
  {
    name: "no test is skipped, singled out or expected to fail",
    instead: "mend the test or remove it",
    isBroken: (node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        return /^[xf](it|test|describe)$/.test(node.expression.text);
      }
      if (!ts.isPropertyAccessExpression(node) || !escapes.test(node.name.text)) return false;
      return testWords.test(firstName(node.expression));
    },
  },
  {
    name: "nothing is typed any",
    instead: "use unknown and narrow it, or name the type",
    isBroken: (node) => node.kind === ts.SyntaxKind.AnyKeyword,
  },
  {
    name: "types are written as type",
    instead: "write `type Name = { … }`; an interface only where a library's is added to",
    isBroken: (node) => ts.isInterfaceDeclaration(node) && !isInAugmentation(node),
  },
  {
    name: "no class but errors",
    instead: "write functions, and a type for the state that they share",
    isBroken: (node) => ts.isClassLike(node) && !/Error$/.test(superName(node)),
  },
  {
    name: "exports have names",
    instead: "name the export; only what a tool reads by its default export has one",
    isBroken: (node, path) => isDefaultExport(node) && !defaultExports.test(path),
  },
  {
    name: "no file only passes on what others export",
    instead: "import from the file that has it",
    isBroken: (node) =>
      ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && !node.exportClause,
  },
];

export type CommentHabit = { name: string; instead: string; pattern: RegExp };

export const commentHabits: CommentHabit[] = [
  {
    name: "nothing is left to do",
    instead: "do it, or leave it out and say so where people decide what comes next",
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
  },
  {
    name: "no check is silenced",
    instead: "mend what the check found",
    pattern: /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable|(v8|c8|istanbul) ignore/,
  },
];

/** `it` of `it.each(table).skip`. */
function firstName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) ? firstName(node.expression) : "";
}

function superName(node: ts.ClassLikeDeclaration): string {
  const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return parent?.types[0]?.expression.getText() ?? "";
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function isInAugmentation(node: ts.Node): boolean {
  return ts.isModuleDeclaration(node.parent?.parent ?? node);
}
