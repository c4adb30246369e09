import { randomInt } from "node:crypto";
import { isPortFree } from "../../sandbox/stack/ports";

// Below the range from which systems take the ports of outgoing connections: free now is free a moment later.
const firstPort = 20_000;
const lastPort = 32_000;

/** A port of this machine that nothing listens on now, and that no outgoing connection takes meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    if (await isPortFree(port)) return port;
  }
}
