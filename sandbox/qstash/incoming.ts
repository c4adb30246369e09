import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error";
import type { HeaderPairs } from "./publish-settings";

/** A request, read whole. */
export type Incoming = {
  method: string;
  /** The request target to the letter. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  pairs: HeaderPairs;
  body: Buffer;
  callerIp: string;
};

/** A batch of a hundred of the largest messages does not come in one call. */
const requestBytesMax = 16_777_216;

/** Throws ApiError 413 when the body is too large. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > requestBytesMax) throw new ApiError(413, `the body is larger than ${requestBytesMax} bytes`);
    chunks.push(chunk);
  }
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const pairs: HeaderPairs = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    pairs.push([request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? ""]);
  }
  return {
    method: request.method ?? "GET",
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
    headers: request.headers,
    pairs,
    body: Buffer.concat(chunks),
    callerIp: (request.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, ""),
  };
}
