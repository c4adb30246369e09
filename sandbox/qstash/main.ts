import { readEnv } from "./env";
import { createQStashSandbox } from "./server";

/** Closing is quick; a process that hangs is ended all the same. */
const closeTimeoutMs = 1500;

async function main(): Promise<void> {
  const { port, options } = readEnv(process.env, process.argv.slice(2));
  const sandbox = createQStashSandbox(options);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), closeTimeoutMs).unref();
      void sandbox.close().finally(() => process.exit(0));
    });
  }
  const { url } = await sandbox.listen(port).catch((error: unknown) => {
    const why = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      `The QStash sandbox can't start on port ${port}: ${why}. Is the port free, and its database up?`,
    );
  });
  console.log(`qstash sandbox on ${url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
