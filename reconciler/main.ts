// The reconciler's process: deployed apart from the web app, on the same database.
import { readEnv } from "~/server/env";
import { createRoost } from "~/server/roost";
import { runByHand } from "./by-hand";
import { loadEnvFile } from "./env-file";
import { serveHealth } from "./health";
import { startWorker } from "./worker";

async function main(args: string[]): Promise<void> {
  const loaded = loadEnvFile(process.cwd(), process.env);
  if (loaded) console.error(`environment from ${loaded}`);
  const env = readEnv(process.env);
  const roost = createRoost(env, "reconciler");
  const said = await runByHand(roost, args).finally(() =>
    args.length > 0 ? roost.db.$disconnect() : undefined,
  );
  if (said !== null) {
    console.log(said);
    return;
  }
  const worker = startWorker(roost, env.ARM_WINDOW_ZONE);
  const { server, port } = await serveHealth(
    worker,
    env.RECONCILER_PORT,
    env.ROOST_SANDBOX === "1" ? "127.0.0.1" : undefined,
  );
  console.log(`reconciler on http://127.0.0.1:${port}/healthz`);
  const stop = async (signal: string) => {
    roost.log.info({ signal }, "reconciler.stopping");
    server.close();
    await worker.stop();
    await roost.db.$disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(signal));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
