// Only an upload may take its time. Next.js makes the server itself and has no setting for either.
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { policy } from "~/domain/policy";

type Begun = { request: IncomingMessage; socket: Socket; server: Server };

/**
 * Gives uploads to this process's servers the time that a large video needs over a slow line (Node's own is five
 * minutes, for all), and ends every other request whose body has not come by `maxArrivalMs`.
 * Source: https://nodejs.org/api/http.html#serverrequesttimeout
 */
export function allowLongUploads({ maxArrivalMs } = policy.request): void {
  subscribe("http.server.request.start", (message) => {
    const { request, socket, server } = message as Begun;
    server.requestTimeout = Math.max(server.requestTimeout, policy.media.uploadMaxMs);
    if (hasBody(request) && !isUpload(request)) endAfter(maxArrivalMs, request, socket);
  });
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"]) > 0;

const isUpload = ({ method, url }: IncomingMessage) =>
  method === "POST" && url?.split("?")[0] === "/api/media";

/** As Node does it where a request takes too long. */
function endAfter(ms: number, request: IncomingMessage, socket: Socket): void {
  const timer = setTimeout(() => {
    if (request.complete) return;
    socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    socket.destroySoon();
  }, ms);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}
