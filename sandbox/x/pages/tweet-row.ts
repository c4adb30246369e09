import { avatarPath } from "../accounts/avatar";
import { toIso } from "../clock";
import type { Tweet } from "../tweets/tweet";
import { escapeHtml } from "./escape-html";
import { mediaFigures } from "./media-figures";

/** One post in a list: who, when, the text with its links, the media. `above`: the id of the post shown over it. */
export function tweetRow(tweet: Tweet, { above }: { above: string | null }): string {
  const handle = escapeHtml(tweet.handle);
  const when = toIso(tweet.createdAtMs);
  return `<li class="row" data-tweet-id="${tweet.id}">
<img src="${avatarPath(handle)}" alt="" width="40" height="40">
<div><a href="/${handle}"><b>@${handle}</b></a> <a href="/${handle}/status/${tweet.id}"><time datetime="${when}">${readable(when)}</time></a>
${tweet.inReplyTo && tweet.inReplyTo !== above ? `<div class="muted">in reply to <a href="/i/status/${tweet.inReplyTo}">${tweet.inReplyTo}</a></div>` : ""}
<p>${linked(tweet)}</p>${mediaFigures(tweet.media)}</div></li>`;
}

// The stored text is escaped already, as X's answers have it. The link to the media goes, as X's own pages do it.
function linked(tweet: Tweet): string {
  return tweet.urls
    .reduce((text, url) => {
      const link = `<a href="${escapeHtml(url.expanded_url)}" rel="noreferrer">${escapeHtml(url.display_url)}</a>`;
      return text.replace(url.url, () => (url.media_key === undefined ? link : ""));
    }, tweet.shownText)
    .trimEnd();
}

/** `2026-11-22T09:00:00.123Z` as `2026-11-22 09:00:00 UTC`. */
const readable = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
