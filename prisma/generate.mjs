// Generates the Prisma client without a download. `prisma generate` fetches a native schema engine that it
// never runs when a client is generated, so it is pointed at an executable that exists on every machine.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status } = spawnSync(
  process.execPath,
  [cli, "generate", "--config", "prisma/prisma.config.ts", "--no-hints"],
  {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
process.exit(status ?? 1);
