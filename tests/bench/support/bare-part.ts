import { join } from "node:path";
import { freePort } from "../../support/free-port";
import { callSandbox } from "./call-sandbox";
import type { BenchStack } from "./stack";

export type Bare = {
  url: string;
  /** How many deliveries it has carried out. */
  handled: () => Promise<number>;
};

/** Starts the bare handler beside the stack. @param xUrl what it calls; Roost's own where none is named. */
export async function startBareHandler(stack: BenchStack, xUrl = stack.addresses.x): Promise<Bare> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  await stack.run({
    name: "bare",
    address: url,
    command: [process.execPath, "--import", "tsx", join(import.meta.dirname, "bare-handler.ts")],
    env: {
      PORT: String(port),
      NODE_ENV: "production",
      X_API_BASE_URL: xUrl,
      QSTASH_CURRENT_SIGNING_KEY: stack.secrets.qstashCurrentSigningKey,
      QSTASH_NEXT_SIGNING_KEY: stack.secrets.qstashNextSigningKey,
    },
    up: { url },
    startStep: 0,
    stopStep: 0,
    stopSignal: "SIGKILL",
    stopTimeoutMs: 500,
  });
  return { url, handled: () => callSandbox<number>(url, "") };
}
