import { ApiError } from "./api-error";
import type { Incoming } from "./incoming";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Keeps other sites out of a page that asks for no token: only requests that name this machine by a loopback name
 * (a foreign name could be made to point here), and no write that another origin's page sends.
 * Throws ApiError 403.
 */
export function guardLocal({ method, headers }: Incoming): void {
  const host = headers.host ?? "";
  if (!loopbackHost.test(host)) {
    throw new ApiError(
      403,
      `This sandbox answers on localhost only, not as "${host}". Open it by its own address.`,
    );
  }
  if (method === "GET" || method === "HEAD") return;
  const site = headers["sec-fetch-site"];
  const isForeign = site
    ? site !== "same-origin" && site !== "none"
    : headers.origin !== undefined && headers.origin !== `http://${host}`;
  if (isForeign) {
    throw new ApiError(403, "This came from another site's page. Use the buttons on the sandbox's own page.");
  }
}
