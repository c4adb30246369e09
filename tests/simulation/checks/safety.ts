// S1 to S11, over all that is known of a life so far. Held after every step of it.
import { boundChecks } from "./bounds";
import type { Check, Evidence, Violation } from "./check";
import { contentChecks } from "./content";
import { creationChecks } from "./creations";
import { holdChecks } from "./holds";
import { letterChecks } from "./letters";
import { moveChecks } from "./moves";
import { orphanChecks } from "./orphans";
import { pauseChecks } from "./pauses";
import { secretChecks } from "./secrets";
import { settlingChecks } from "./settling";
import { shownChecks } from "./shown";

const checks: Check[] = [
  ...creationChecks,
  ...settlingChecks,
  ...holdChecks,
  ...letterChecks,
  ...orphanChecks,
  ...contentChecks,
  ...shownChecks,
  ...moveChecks,
  ...pauseChecks,
  ...secretChecks,
  ...boundChecks,
];

export function checkSafety(evidence: Evidence): Violation[] {
  return checks.flatMap((check) => check(evidence));
}
