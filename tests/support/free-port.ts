import { randomInt } from "node:crypto";
import { isPortFree } from "../../sandbox/stack/ports";

// Below the range from which systems take the ports of outgoing connections: free now is free a moment later.
const firstPort = 20_000;
const lastPort = 32_000;
// A start that finds its port taken looks at the next ones: those between two that are handed out are left to it.
const spacing = 4;
const slots = (lastPort - firstPort) / spacing;

// Test files run in processes of their own: each has its own share of the slots, and hands none out twice.
const workers = 8;
const worker = Number(process.env.VITEST_POOL_ID ?? 0) % workers;
const handedOut = new Set<number>();

/** A port of this machine that nothing listens on now, and that no outgoing connection and no other test takes meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const slot = randomInt(slots / workers) * workers + worker;
    const port = firstPort + slot * spacing;
    if (handedOut.has(port)) continue;
    if (handedOut.size === slots / workers - 1) handedOut.clear();
    handedOut.add(port);
    if (await isPortFree(port)) return port;
  }
}
