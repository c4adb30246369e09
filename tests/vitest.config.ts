import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

const env = { NODE_ENV: "test", LOG_LEVEL: "silent" } as const;
/** Much of a test's work is PostgreSQL's: two workers keep two cores busy. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

const shared = {
  resolve: { alias: { "~": `${root}src` } },
  root,
} as const;

/** Loading Roost's modules for each file anew would take longer than most files do. */
const sharesModules = { isolate: false, setupFiles: ["tests/support/fresh-modules.ts"] };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          ...sharesModules,
          name: "unit",
          include: ["tests/{domain,architecture,bench}/**/*.test.ts"],
          maxWorkers,
          // What runs through hundreds of cases is slow on a busy machine, and not wrong.
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          ...sharesModules,
          name: "server",
          include: ["tests/server/**/*.test.ts", "tests/sandbox/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          env,
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...sharesModules,
          name: "simulation",
          include: ["tests/simulation/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          env,
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...sharesModules,
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/support/studio-setup.ts"],
          env,
          // After all others: these look at what happens at its second. They mostly wait, so two go side by side.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
