// What anybody may send is read only as far as any honest request reaches, before anything makes objects of it: one
// body of a hundred megabytes would end the process for everybody.
import { NextRequest } from "next/server";

/** The same request with its body read, or null when that is longer than `maxBytes`; no more than that is read. */
export async function boundedRequest(request: Request, maxBytes: number): Promise<NextRequest | null> {
  const { url, method, headers } = request;
  if (!request.body) return new NextRequest(url, { method, headers });
  const body = await readBounded(request, maxBytes);
  return body && new NextRequest(url, { method, headers, body: new Uint8Array(body) });
}

/** The bytes of a request's body, or null when it is longer than `maxBytes`; no more than that is read. */
export async function readBounded(request: Request, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length")) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is answered to a body that was not read to its end, and on a connection that nobody reads on. */
export function refuseTooLong(message: string): Response {
  return Response.json({ message }, { status: 413, headers: { Connection: "close" } });
}
