import { ApiError } from "./api-error";

const loopbackIpv4 = /^127\.\d+\.\d+\.\d+$/;

/** The parts of a publish call's request target. `query` holds the settings that came as query parameters. */
export type Target = { url: string; query: [name: string, value: string][] };

/**
 * Takes the destination out of a raw request target, as it stands there: nothing is decoded, normalised or merged.
 * Its own query string arrives as the outer one; `qstash_token` and `upstash-*` in it are settings and are taken out
 * (upstash.com/docs/qstash/api-reference).
 */
export function splitTarget(rawTarget: string, prefix: string): Target {
  const raw = rawTarget.slice(prefix.length);
  const mark = raw.indexOf("?");
  if (mark < 0) return { url: raw, query: [] };
  const kept: string[] = [];
  const query: Target["query"] = [];
  for (const part of raw.slice(mark + 1).split("&")) {
    const [setting] = new URLSearchParams(part);
    if (setting && /^(qstash_token$|upstash-)/i.test(setting[0])) query.push(setting);
    else kept.push(part);
  }
  const rest = kept.join("&");
  return { url: raw.slice(0, mark) + (rest ? `?${rest}` : ""), query };
}

/** Throws ApiError 400, about this entry only, when QStash would not deliver to `url`. */
export function assertDestination(url: string, strict: boolean): void {
  if (!/^https?:\/\//i.test(url)) throw invalid("endpoint has invalid scheme, add http:// or https://");
  if (!URL.canParse(url)) throw invalid("endpoint is not a valid URL");
  const address = strict ? loopbackAddress(new URL(url).hostname) : undefined;
  if (address) throw invalid(`endpoint resolves to a loopback address: ${address}`);
}

/** Names that mean this machine are known without asking DNS, which may not be there. */
function loopbackAddress(hostname: string): string | undefined {
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]") return "::1";
  return loopbackIpv4.test(hostname) ? hostname : undefined;
}

function invalid(why: string): ApiError {
  return new ApiError(400, `invalid destination url: ${why}`, "entry");
}
