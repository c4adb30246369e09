// A door before the X sandbox: it notes when each create call arrives, and passes everything on.
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";

export type Door = {
  url: string;
  /** When the create call of this text arrived, by this process's `performance.now()`; undefined while it has not. */
  arrivedAt: (text: string) => number | undefined;
  /** Create calls that have arrived and are not answered yet. */
  inFlight: () => number;
  close: () => void;
};

/** @param xUrl the sandbox's address. */
export async function openDoor(xUrl: string): Promise<Door> {
  const arrivals = new Map<string, number>();
  let open = 0;
  const server = createServer(async (incoming, outgoing) => {
    const atMs = performance.now();
    const body = await readAll(incoming);
    const isCreate = incoming.method === "POST" && incoming.url === "/2/tweets";
    if (isCreate) {
      arrivals.set((JSON.parse(body.toString()) as { text: string }).text, atMs);
      open += 1;
      outgoing.once("close", () => {
        open -= 1;
      });
    }
    const { method, url, headers } = incoming;
    const onward = httpRequest(new URL(url ?? "/", xUrl), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The door has no address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    arrivedAt: (text) => arrivals.get(text),
    inFlight: () => open,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
