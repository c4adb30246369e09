import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { problem } from "./problems";
import { Refusal } from "./reply";

/** A request read to its end. */
export type XRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Empty for a multipart body, which is no text. */
  body: string;
  bytes: Buffer;
  /** The address that the client used, such as `http://127.0.0.1:8090`. */
  origin: string;
};

// The longest text that is served is a tweet with its options; this leaves room for any of them.
const textLimitBytes = 1_000_000;
// One segment of media, in base64 at the worst, with what surrounds it. Whole files never come in one body.
const segmentLimitBytes = 7_200_000;
const segmentPath = /^\/2\/media\/upload\/[^/]+\/append$/;

export async function readRequest(incoming: IncomingMessage): Promise<XRequest> {
  const origin = `http://${incoming.headers.host ?? ""}`;
  const url = new URL(`http://sandbox${incoming.url?.startsWith("/") ? incoming.url : "/"}`);
  const method = incoming.method === "HEAD" ? "GET" : (incoming.method ?? "GET");
  const limitBytes = segmentPath.test(url.pathname) ? segmentLimitBytes : textLimitBytes;
  const bytes = await readBody(incoming, limitBytes);
  const isMultipart = incoming.headers["content-type"]?.startsWith("multipart/") ?? false;
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: isMultipart ? "" : bytes.toString("utf8"),
    bytes,
    origin,
  };
}

async function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= limitBytes) chunks.push(chunk);
  }
  if (sizeBytes > limitBytes) {
    throw new Refusal(
      problem(413, "Payload Too Large", `The body is longer than ${limitBytes} bytes. Send a shorter one.`),
    );
  }
  return Buffer.concat(chunks);
}
