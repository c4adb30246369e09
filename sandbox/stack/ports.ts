// A taken port never stops a start: the next free one is used, and said.
import { createServer } from "node:net";
import { type Ports, portVariables } from "./settings";

/** A server on any of these would be reached in our place, or keep us from listening. */
const addresses = ["127.0.0.1", "::1", "0.0.0.0", "::"];
/** Past so many taken ports in a row, something else is wrong. */
const triesMax = 200;

/**
 * Replaces each taken port by the next free one.
 * @param say is told of each replacement.
 * @throws Error when no port near the wanted one is free.
 */
export async function choosePorts(wanted: Ports, say: (line: string) => void): Promise<Ports> {
  const chosen = { ...wanted };
  const used = new Set<number>();
  for (const part of Object.keys(portVariables) as (keyof Ports)[]) {
    const kept = new Set(Object.values(wanted).filter((port) => port !== wanted[part]));
    chosen[part] = await nextFreePort(wanted[part], (port) => used.has(port) || kept.has(port));
    used.add(chosen[part]);
    if (chosen[part] !== wanted[part]) {
      say(
        `port ${wanted[part]} is taken: ${part} uses ${chosen[part]} (${portVariables[part].name} chooses another)`,
      );
    }
  }
  return chosen;
}

async function nextFreePort(first: number, isReserved: (port: number) => boolean): Promise<number> {
  for (let port = first; port < first + triesMax && port < 65_536; port += 1) {
    if (!isReserved(port) && (await isPortFree(port))) return port;
  }
  throw new Error(
    `No port from ${first} on is free. Choose another range, or see what holds them (lsof -i).`,
  );
}

/** True when nothing listens on the port, on this machine's loopback or on all of its addresses. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const address of addresses) {
    if (!(await canListen(port, address))) return false;
  }
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has no such address: nobody can be reached there.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
