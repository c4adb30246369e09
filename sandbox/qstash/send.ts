import http from "node:http";
import https from "node:https";
import type { ResponseHeaders } from "./retry-delay";

export type OutgoingRequest = {
  url: string;
  method: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** Aborted when the delivery's time is up, or the sandbox closes. */
  signal: AbortSignal;
};

/** Header names in lower case. */
export type IncomingAnswer = { status: number; headers: ResponseHeaders; body: Buffer };

/** Makes one HTTP call and reads its answer whole; throws when there is none. Never follows a redirect. */
export type Send = (request: OutgoingRequest) => Promise<IncomingAnswer>;

/** More than this of an answer is read and dropped. */
const answerBytesMax = 1_048_576;

/** A connection of its own for each call: one that the other side is about to close is never used again. */
const agents = { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ keepAlive: false }) };

/** `fetch` would give up by itself after five minutes and refuse a GET with a body, so: node:http. */
export const sendOverHttp: Send = ({ url, method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const isSecure = /^https:/i.test(url);
    const request = (isSecure ? https : http).request(url, {
      method,
      headers: { ...headers, "Content-Length": String(body.length) },
      agent: isSecure ? agents.https : agents.http,
      signal,
    });
    request.once("error", reject);
    request.once("response", (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.end(body);
  });

async function readAnswer(response: http.IncomingMessage): Promise<IncomingAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (size < answerBytesMax) chunks.push(chunk);
    size += chunk.length;
  }
  const headers: ResponseHeaders = {};
  for (const [name, values] of Object.entries(response.headersDistinct)) if (values) headers[name] = values;
  return {
    status: response.statusCode ?? 0,
    headers,
    body: Buffer.concat(chunks).subarray(0, answerBytesMax),
  };
}
