// The link of a post as people paste it, and what its id tells.

export type PostLink = {
  xId: string;
  /** Null where X writes the link without it: /i/status/… and /i/web/status/… */
  handle: string | null;
};

const xHosts = ["x.com", "twitter.com"];

/**
 * The post that a link names; null for a link to anything else.
 * @param webUrl where people see posts: https://x.com, or a stand-in's address.
 */
export function parsePostLink(link: string, webUrl: string): PostLink | null {
  const match = /^https?:\/\/([^/\s]+)\/(i|i\/web|[A-Za-z0-9_]{1,15})\/status\/(\d{1,19})(?:[/?#].*)?$/i.exec(
    link.trim(),
  );
  const [, host = "", name = "", xId = ""] = match ?? [];
  const isAtX = xHosts.includes(host.toLowerCase().replace(/^(www|mobile|m)\./, ""));
  if (!match || !(isAtX || host === new URL(webUrl).host)) return null;
  return { xId, handle: /^i(\/web)?$/i.test(name) ? null : name };
}

const snowflakeEpochMs = 1_288_834_974_657n;
const sequenceBits = 22n;

/**
 * When X made the id, in milliseconds since the epoch. Ids from before November 2010 hold no time, and count as of then.
 * Source: https://docs.x.com/x-api/fundamentals/x-ids
 */
export function postTimeMs(xId: string): number {
  return Number((BigInt(xId) >> sequenceBits) + snowflakeEpochMs);
}
