// Health over HTTP: red when passes stop, so that whoever watches it hears of a dead or stuck reconciler.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Worker } from "./worker";

/** Two sweeps and a half: one may run long. */
const mostQuietMs = 150_000;

/**
 * Serves `GET /healthz`: 200 while sweeps go on, 503 with the reason when they stop. `HEAD` is answered alike, without
 * a body: Node leaves it out.
 * @param host to listen on; undefined for every address, so that a platform's probe reaches it.
 */
export async function serveHealth(
  worker: Worker,
  port: number,
  host: string | undefined,
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const isKnown = ["GET", "HEAD"].includes(request.method ?? "") && request.url === "/healthz";
    const health = isKnown ? healthOf(worker) : { ok: false, message: "Only GET /healthz is served here." };
    response.writeHead(isKnown ? (health.ok ? 200 : 503) : 404, { "Content-Type": "application/json" });
    response.end(`${JSON.stringify(health)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

export type Health = { ok: boolean; message: string; lastGoodSweepAt: Date | null };

/**
 * A reconciler that gets no lease is as healthy as the sweeps of the one that has it.
 */
export function healthOf(worker: Pick<Worker, "quietMs" | "lastGoodSweepAt">): Health {
  const ms = worker.quietMs();
  const ok = ms <= mostQuietMs;
  const message = ok
    ? "Passes go on."
    : `No sweep has ended well for ${Math.round(ms / 1000)} s. The log says why.`;
  return { ok, message, lastGoodSweepAt: worker.lastGoodSweepAt() };
}
