import { buildApp } from "../../../sandbox/stack/build-app";

let isBuilt = false;

/** The table alone goes to the output. */
const errorOutput = 2;

/** Builds the app once in this run, so that what is measured is the present code. */
export function buildOnce(root: string): void {
  if (!isBuilt) buildApp(root, errorOutput);
  isBuilt = true;
}
