// A bug on purpose: a few lines of the product are replaced, in a copy, and a named check must turn red.
import type { CheckName } from "../checks/check";

export type Edit = {
  file: string;
  /** Stands there exactly once. */
  find: string;
  put: string;
};

export type Mutant = {
  name: string;
  edits: Edit[];
  /** What PostgreSQL itself would refuse, allowed. */
  sql?: string;
  /** The check that is about it. */
  turnsRed: CheckName;
} & (
  | {
      /** The scenario that shows it. */
      scenario: string;
      /** Whether it shows only where the scenario's calls are struck. */
      isStruck?: boolean;
    }
  /** The meeting of which some order shows it. */
  | { meeting: string }
);
