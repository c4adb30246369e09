import { buildApp } from "../../support/runner/build";

let isBuilt = false;

/** Builds the app once in this run, so that what is measured is the present code. */
export function buildOnce(root: string): void {
  if (!isBuilt) buildApp(root);
  isBuilt = true;
}
