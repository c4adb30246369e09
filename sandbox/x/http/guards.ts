import { problem } from "./problems";
import type { Reply } from "./reply";
import type { XRequest } from "./request";

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function isLoopbackName(hostname: string): boolean {
  return loopbackNames.has(hostname);
}

/** A foreign site whose name was pointed at this machine sends its own name as Host: it gets nothing. */
export function refuseForeignHost(request: XRequest): Reply | undefined {
  if (isLoopbackName(hostnameOf(request.origin))) return undefined;
  return problem(
    403,
    "Forbidden",
    "The X sandbox answers only to 127.0.0.1, localhost and [::1], so that no web site can reach it through your browser. Use one of these names.",
  );
}

/** Another site's page may make a browser post here; the browser then names that site. Tools send neither header. */
export function refuseForeignSite(request: XRequest): Reply | undefined {
  if (request.method === "GET") return undefined;
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const isOwn = origin ? origin === request.origin : !site || site === "same-origin" || site === "none";
  if (isOwn) return undefined;
  return problem(
    403,
    "Forbidden",
    "This was sent from another site's page, and only the sandbox's own pages may do it. Open the page on the sandbox and try again.",
  );
}

function hostnameOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : "";
}
