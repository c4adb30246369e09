import { avatarPath } from "../accounts/avatar";
import { toIso } from "../clock";
import type { Tweet } from "../tweets/tweet";
import { escapeHtml } from "./escape-html";

/** One post in a list: who, when, the text with its links. */
export function tweetRow(tweet: Tweet): string {
  const handle = escapeHtml(tweet.handle);
  const when = toIso(tweet.createdAtMs);
  const gone = tweet.deletedAtMs !== null;
  return `<li class="row${gone ? " gone" : ""}" data-tweet-id="${tweet.id}">
<img src="${avatarPath(handle)}" alt="" width="40" height="40">
<div><a href="/${handle}"><b>@${handle}</b></a> <a href="/${handle}/status/${tweet.id}"><time datetime="${when}">${readable(when)}</time></a>
${tweet.inReplyTo ? `<div class="muted">in reply to <a href="/i/status/${tweet.inReplyTo}">${tweet.inReplyTo}</a></div>` : ""}
<p>${linked(tweet)}</p>${gone ? '<div class="muted">Deleted</div>' : ""}</div></li>`;
}

// The stored text is escaped already, as X's answers have it.
function linked(tweet: Tweet): string {
  return tweet.urls.reduce(
    (text, url) =>
      text.replace(
        url.url,
        () => `<a href="${escapeHtml(url.expanded_url)}" rel="noreferrer">${escapeHtml(url.display_url)}</a>`,
      ),
    tweet.shownText,
  );
}

/** `2026-11-22T09:00:00.123Z` as `2026-11-22 09:00:00 UTC`. */
const readable = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
