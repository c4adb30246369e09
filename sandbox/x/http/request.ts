import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { problem } from "./problems";
import { Refusal } from "./reply";

/** A request read to its end. */
export type XRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** The address that the client used, such as `http://127.0.0.1:8090`. */
  origin: string;
};

// The longest body that is served is a tweet with its options; this leaves room for any of them.
const bodyLimitBytes = 1_000_000;

export async function readRequest(incoming: IncomingMessage): Promise<XRequest> {
  const origin = `http://${incoming.headers.host ?? ""}`;
  const url = new URL(`http://sandbox${incoming.url?.startsWith("/") ? incoming.url : "/"}`);
  const method = incoming.method === "HEAD" ? "GET" : (incoming.method ?? "GET");
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: await readBody(incoming),
    origin,
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= bodyLimitBytes) chunks.push(chunk);
  }
  if (sizeBytes > bodyLimitBytes) {
    throw new Refusal(
      problem(
        413,
        "Payload Too Large",
        `The body is longer than ${bodyLimitBytes} bytes. Send a shorter one.`,
      ),
    );
  }
  return Buffer.concat(chunks).toString("utf8");
}
