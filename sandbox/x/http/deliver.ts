import type { ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { Reply } from "./reply";

/**
 * How an answer reaches the client: whole; never (the connection stays open and silent); destroyed (the
 * connection is closed without a byte); cut (headers and half the body, then the connection is closed).
 */
export type Delivery = { how: "whole" | "cut"; reply: Reply } | { how: "never" } | { how: "destroyed" };

/** `clockSkewMs` is added to the `Date` header, which every answer carries. */
export function deliver(
  response: ServerResponse,
  delivery: Delivery,
  options: { clock: Clock; clockSkewMs: number },
): void {
  if (delivery.how === "never") return;
  if (delivery.how === "destroyed") {
    response.socket?.destroy();
    return;
  }
  const { status, headers, body, bytes = Buffer.from(body) } = delivery.reply;
  response.writeHead(status, {
    ...headers,
    date: new Date(options.clock.now() + options.clockSkewMs).toUTCString(),
    "content-length": bytes.length,
  });
  if (delivery.how === "whole") {
    response.end(bytes);
    return;
  }
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  response.write(half, () => response.socket?.destroy());
}
