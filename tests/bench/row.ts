// What a row of `npm run bench` is. A file in rows/ exports one as `row`, and is found by itself.
import type { BenchStack, StackOptions } from "./support/stack";

/** What was measured, all in one unit. */
export type Reading = {
  values: number[];
  /** "ms" is shown as seconds where that reads better. */
  unit: string;
};

export type Against = {
  /** Who or what the figure is held against. */
  name: string;
  /** Measured in the same run; null where it is a fixed number. */
  reading: Reading | null;
};

export type Bound = {
  /** As people read it: "p99 under 1 s". */
  asked: string;
  found: string;
  isMet: boolean;
};

export type Figures = {
  ours: Reading;
  against: Against;
  bounds: Bound[];
  /** What else the run showed. */
  notes: string[];
};

export type Bench = {
  /** Starts a stack of the row's own; it ends after the row, whatever happens. */
  startStack: (options: StackOptions) => Promise<BenchStack>;
  /** Tells the person who waits how far it is. */
  say: (line: string) => void;
};

export type Row = {
  /** What people type after `npm run bench --`; the file's name. */
  name: string;
  what: string;
  /** How it is measured, in one sentence. */
  method: string;
  measure: (bench: Bench) => Promise<Figures>;
};
