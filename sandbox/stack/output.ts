// What the parts say: little of it is shown, the end of it is kept for a crash report.
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";

export type Output = {
  attach: (stream: Readable, isErrorStream: boolean) => void;
  /** The last lines, oldest first. */
  tail: () => string[];
  hasSaid: (line: string) => boolean;
};

const tailLinesMax = 20;
/** pino's number for `warn`; errors are above it. */
const pinoWarn = 40;

/** @param show is told of each line that a person should see, secrets taken out. */
export function createOutput(options: {
  name: string;
  verbose: boolean;
  secrets: string[];
  show: (line: string) => void;
}): Output {
  const kept: string[] = [];
  const said = new Set<string>();
  return {
    attach: (stream, isErrorStream) => {
      createInterface({ input: stream }).on("line", (raw) => {
        const plain = stripVTControlCharacters(raw);
        const line = options.secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), plain);
        if (!line.trim()) return;
        kept.push(line);
        if (kept.length > tailLinesMax) said.add(kept.shift() ?? "");
        if (options.verbose || isWorthShowing(line, isErrorStream)) options.show(`${options.name} | ${line}`);
      });
    },
    tail: () => [...kept],
    hasSaid: (line) => said.has(line) || kept.includes(line),
  };
}

function isWorthShowing(line: string, isErrorStream: boolean): boolean {
  const [, level] = /^\{"level":(\d+)/.exec(line) ?? [];
  if (level) return Number(level) >= pinoWarn;
  return isErrorStream || /⚠|⨯|\b(warn(ing)?|error|fatal|uncaught|unhandled)\b/i.test(line);
}
