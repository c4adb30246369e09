import ts from "typescript";
import type { SourceFile } from "./source-files";
import { codeHabits, commentHabits } from "./source-habits";

export type Breach = { habit: string; words: string };

/** Where a file breaks which habit: "path:line: what to do instead". */
export function findBreaches({ path, text }: Pick<SourceFile, "path" | "text">): Breach[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Breach[] = [];
  const note = ({ name, instead }: { name: string; instead: string }, position: number) => {
    const line = source.getLineAndCharacterOfPosition(position).line + 1;
    found.push({ habit: name, words: `${path}:${line}: ${instead}` });
  };
  visitCode(source, (node) => {
    for (const habit of codeHabits) if (habit.isBroken(node, path)) note(habit, node.getStart(source));
  });
  const suspected = commentHabits.filter(({ pattern }) => pattern.test(text));
  if (suspected.length === 0) return found;
  for (const [start, comment] of commentsOf(source)) {
    for (const habit of suspected) if (habit.pattern.test(comment)) note(habit, start);
  }
  return found;
}

function visitCode(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visitCode(child, look));
}

/** Comments by where they start. They hang on tokens, which only `getChildren` hands out. */
function commentsOf(source: ts.SourceFile): Map<number, string> {
  const { text } = source;
  const comments = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText) return;
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) comments.set(pos, text.slice(pos, end));
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return comments;
}
