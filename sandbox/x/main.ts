// The X sandbox as a process of its own.
import { readEnv } from "./env";
import { createXSandbox } from "./server";

// A database that does not answer must not keep the process alive past two seconds.
const exitAfterMs = 1500;

const read = readEnv(process.env);
if ("wrong" in read) fail(read.wrong);
const { port, ...options } = read.env;
const sandbox = createXSandbox(options);

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);

try {
  const { url } = await sandbox.listen(port);
  console.log(`x sandbox on ${url}`);
} catch (error) {
  fail(explain(error));
}

function stop(): void {
  setTimeout(() => process.exit(0), exitAfterMs).unref();
  sandbox.close().then(
    () => process.exit(0),
    () => process.exit(0),
  );
}

function explain(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is taken by another program. End it, or set PORT to a free one.`;
  const why = error instanceof Error ? error.message || String(code) : String(error);
  return `The database of DATABASE_URL can't be used: ${why}. Start PostgreSQL, and check the address.`;
}

function fail(sentence: string): never {
  console.error(`x sandbox: ${sentence}`);
  process.exit(1);
}
