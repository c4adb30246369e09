import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

const shared = {
  root,
  alias: { "~": `${root}src` },
  env: { NODE_ENV: "test", LOG_LEVEL: "silent" },
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: shared.alias },
        root,
        test: {
          name: "unit",
          include: ["tests/{domain,architecture,bench}/**/*.test.ts"],
          // What runs through hundreds of cases is slow on a busy machine, and not wrong.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: shared.alias },
        root,
        test: {
          name: "server",
          include: ["tests/server/**/*.test.ts", "tests/sandbox/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          env: shared.env,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: shared.alias },
        root,
        test: {
          name: "simulation",
          include: ["tests/simulation/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          env: shared.env,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: shared.alias },
        root,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          env: shared.env,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
