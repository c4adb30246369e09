// Connections to X. One that was used a moment ago is used again: a new one costs looking the name up and TLS's
// handshake, 100 ms over a long line, for every part, piece of a file and look at what becomes of it.
import { type ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { policy } from "~/domain/policy";

/** One call's connection to X. */
export type XConnection = {
  /** A connection stood, so X may have seen the call. While false it surely has not. */
  isMade: () => boolean;
  /** Ends it: nothing more reaches X. */
  cut: () => void;
};

/** Node.js hands every request to it; its types leave it out. */
type Adding = { addRequest: (request: ClientRequest, ...rest: unknown[]) => void };

const { idleMs } = policy.connection;
const kept = { keepAlive: true, timeout: idleMs };
const plainAgent = new HttpAgent(kept);
const tlsAgent = new HttpsAgent(kept);

const idleSinceMs = new WeakMap<Socket, number>();
for (const agent of [plainAgent, tlsAgent]) {
  agent.on("free", (socket: Socket) => idleSinceMs.set(socket, Date.now()));
}

/** An agent for one call, and what becomes of that call's connection. */
export function connectionTo(baseUrl: string): { httpAgent: HttpAgent; connection: XConnection } {
  const isPlain = baseUrl.startsWith("http:");
  const shared = isPlain ? plainAgent : tlsAgent;
  let isMade = false;
  let request: ClientRequest | undefined;
  const own: Adding = {
    addRequest: (added, ...rest) => {
      request = added;
      added.once("socket", (socket) => {
        // One that has ended by now takes nothing: X has surely not seen the call.
        if (added.reusedSocket) isMade = socket.writable;
        else socket.once(isPlain ? "connect" : "secureConnect", () => (isMade = true));
      });
      dropStale(shared);
      (shared as unknown as Adding).addRequest(added, ...rest);
    },
  };
  return {
    httpAgent: Object.assign(Object.create(shared) as HttpAgent, own),
    connection: { isMade: () => isMade, cut: () => request?.destroy() },
  };
}

/**
 * Their timers end idle connections; but in a process that was stopped for minutes they have not run when the first call
 * comes, and X has closed these meanwhile.
 */
function dropStale({ freeSockets }: HttpAgent): void {
  const oldestMs = Date.now() - idleMs;
  for (const socket of Object.values(freeSockets).flat()) {
    if (socket && (idleSinceMs.get(socket) ?? 0) < oldestMs) socket.destroy();
  }
}
