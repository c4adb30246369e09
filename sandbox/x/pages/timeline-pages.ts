import { type Account, findAccount, listAccounts } from "../accounts/accounts";
import { avatarPath } from "../accounts/avatar";
import { toIso } from "../clock";
import type { XContext } from "../context";
import { html, type Reply, redirect } from "../http/reply";
import { findTweet, listConversation, listNewest } from "../tweets/store";
import { escapeHtml } from "./escape-html";
import { page } from "./layout";
import { notePage } from "./note-page";
import { tweetList } from "./tweet-list";

const tweetsShown = 50;
const accountsShown = 100;

/** GET /: accounts, and the newest posts of all. */
export async function showHome(ctx: XContext): Promise<Reply> {
  const accounts = await listAccounts(ctx, accountsShown);
  const tweets = await listNewest(ctx, tweetsShown);
  const body = `<h1>Timeline</h1>
<p class="muted">This stands in for X. Nothing here leaves this machine.</p>
<h2>Accounts</h2>
${accounts.length > 0 ? `<ul>${accounts.map(accountRow).join("\n")}</ul>` : "<p>None yet. One is made when an app asks for access.</p>"}
<h2>Newest posts</h2>
${tweetList(tweets)}`;
  return html(200, page({ title: "Timeline", body }));
}

/** GET /:handle: a profile with its posts. */
export async function showProfile(ctx: XContext, handle: string): Promise<Reply> {
  const account = await findAccount(ctx, handle);
  if (!account)
    return html(404, notePage({ title: `@${handle} is not here`, text: "No account has this handle." }));
  const tweets = await listNewest(ctx, tweetsShown, account.id);
  const body = `<h1>${escapeHtml(account.name)}</h1>
<p class="muted">@${escapeHtml(account.handle)} · id ${account.id} · here since ${toIso(account.createdAtMs).slice(0, 10)}</p>
<h2>Posts</h2>
${tweetList(tweets)}`;
  return html(200, page({ title: `@${account.handle}`, body }));
}

/** GET /:handle/status/:id: one post in its thread. X sends a wrong handle on to the right one, and so does this. */
export async function showStatus(ctx: XContext, handle: string, id: string): Promise<Reply> {
  const tweet = await findTweet(ctx, id);
  if (!tweet || tweet.deletedAtMs !== null) {
    return html(404, notePage({ title: "This post is not here", text: "It was deleted, or it never was." }));
  }
  if (tweet.handle.toLowerCase() !== handle.toLowerCase())
    return redirect(302, `/${tweet.handle}/status/${id}`);
  const thread = await listConversation(ctx, tweet.conversationId, tweetsShown);
  const title = thread.length > 1 ? "Thread" : "Post";
  return html(
    200,
    page({ title: `${title} by @${tweet.handle}`, body: `<h1>${title}</h1>\n${tweetList(thread)}` }),
  );
}

function accountRow(account: Account): string {
  const handle = escapeHtml(account.handle);
  return `<li class="row"><img src="${avatarPath(handle)}" alt="" width="32" height="32">
<div><a href="/${handle}"><b>${escapeHtml(account.name)}</b></a> <span class="muted">@${handle}</span></div></li>`;
}
