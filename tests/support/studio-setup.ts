// The built app on the whole stack, once for all files that drive a browser: each has people of its own there.
import type { TestProject } from "vitest/node";
import type { Endpoints } from "../../sandbox/stack/endpoints";
import { startStack } from "./stack";

export default async function setup(project: TestProject) {
  const stack = await startStack({ production: true });
  project.provide("stack", { endpoints: stack.endpoints(), dataDir: stack.dataDir });
  return () => stack.stop();
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: { endpoints: Endpoints; dataDir: string };
  }
}
