// One thing that Roost does, carried out with its calls to the outside struck.
import type { Evidence, Violation } from "../checks/check";
import type { Life } from "../life/life";

export type Scenario = {
  name: string;
  /** Before anything is struck. */
  prepare: (life: Life) => Promise<void>;
  act: (life: Life) => Promise<void>;
  /** What a person does who got no answer, once Roost is back. */
  again?: (life: Life) => Promise<void>;
  /** What must hold beside all the rest, where no call is struck. */
  check?: (evidence: Evidence) => Violation[];
};
