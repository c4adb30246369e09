import { postCategories } from "../media/categories";
import { shortCode } from "./rewrite-text";
import type { TweetMedia, UrlEntity } from "./tweet";

type Shown = { shownText: string; urls: UrlEntity[] };

/**
 * X ends the text of a post with media in one t.co link for all of it, told in `urls` once for each medium with the
 * same place and its own `media_key`.
 */
export function withMediaLink(
  { shownText, urls }: Shown,
  { tweetId, handle, media }: { tweetId: string; handle: string; media: TweetMedia[] },
): Shown {
  const [first] = media;
  if (!first) return { shownText, urls };
  const code = shortCode(`${tweetId}/media`);
  const link = `https://t.co/${code}`;
  const before = shownText === "" ? "" : `${shownText} `;
  const start = [...before].length;
  const place = postCategories[first.category].kind === "video" ? "video" : "photo";
  const entities = media.map(({ key }) => ({
    start,
    end: start + link.length,
    url: link,
    expanded_url: `https://x.com/${handle}/status/${tweetId}/${place}/1`,
    display_url: `pic.x.com/${code}`,
    media_key: key,
  }));
  return { shownText: before + link, urls: [...urls, ...entities] };
}
