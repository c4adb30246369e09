// The link of a post as people paste it, and what its id tells.

/** The name in it says nothing: X leads to the post whatever stands there, and people change their names. */
export type PostLink = { xId: string };

const xHosts = ["x.com", "twitter.com"];

/**
 * The post that a link names; null for a link to anything else.
 * @param webUrl where people see posts: https://x.com, or a stand-in's address.
 */
export function parsePostLink(link: string, webUrl: string): PostLink | null {
  const match =
    /^https?:\/\/([^/\s]+)\/(?:i|i\/web|[A-Za-z0-9_]{1,15})\/status\/(\d{1,19})(?:[/?#].*)?$/i.exec(
      link.trim(),
    );
  const [, host = "", xId = ""] = match ?? [];
  const isAtX = xHosts.includes(host.toLowerCase().replace(/^(www|mobile|m)\./, ""));
  return match && (isAtX || host === new URL(webUrl).host) ? { xId } : null;
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
