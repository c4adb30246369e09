import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { policy } from "~/domain/policy";

/**
 * Gives requests to this process's servers the time that a large video needs over a slow line. Next.js makes the server
 * itself and has no setting for it; Node's own is five minutes. Source: https://nodejs.org/api/http.html#serverrequesttimeout
 */
export function allowLongUploads(): void {
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    server.requestTimeout = Math.max(server.requestTimeout, policy.media.uploadMaxMs);
  });
}
