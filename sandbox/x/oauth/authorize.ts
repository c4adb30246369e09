import { ensureAccount, isValidHandle, listAccounts } from "../accounts/accounts";
import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import { html, type Reply, redirect } from "../http/reply";
import type { XRequest } from "../http/request";
import { notePage } from "../pages/note-page";
import { authorizePage } from "./authorize-page";
import { type AuthorizeRequest, parseAuthorizeRequest } from "./authorize-request";
import { issueCode } from "./codes";
import { logGrant } from "./grant-log";

// More than a person would look through; a handle that is not listed can still be typed.
const accountsShown = 50;

/** GET /i/oauth2/authorize: the form, or a page that says what is wrong with the app's request. */
export async function showAuthorize(ctx: XContext, request: XRequest): Promise<Reply> {
  const parsed = parseAuthorizeRequest(ctx, request.query);
  if ("wrong" in parsed) return wrongPage(parsed.wrong);
  return html(200, authorizePage(parsed.request, await listAccounts(ctx, accountsShown)));
}

/**
 * POST /i/oauth2/authorize, from that form: the app's parameters again, `decision` (allow or refuse),
 * `account` (a handle) or `handle` (a typed one, which goes first). 302 to the app.
 */
export async function decideAuthorize(ctx: XContext, request: XRequest): Promise<Reply> {
  const fields = parseFields(request) ?? {};
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  const parsed = parseAuthorizeRequest(ctx, new URLSearchParams(texts));
  if ("wrong" in parsed) return wrongPage(parsed.wrong);
  const decision = textField(fields, "decision");
  if (decision === "refuse") {
    await logGrant(ctx, { kind: "refused-by-user" });
    return backToApp(parsed.request, { error: "access_denied" });
  }
  if (decision !== "allow") return wrongPage("The form came without Allow or Refuse. Go back and press one.");
  const handle = (textField(fields, "handle") ?? textField(fields, "account") ?? "").trim().replace(/^@/, "");
  if (!isValidHandle(handle)) {
    const wrong =
      "That handle can't be used. Choose an account, or type 1 to 15 letters, digits or underscores.";
    return html(400, authorizePage(parsed.request, await listAccounts(ctx, accountsShown), wrong));
  }
  const account = await ensureAccount(ctx, handle);
  const code = await issueCode(ctx, {
    userId: account.id,
    redirectUri: parsed.request.redirectUri,
    challenge: parsed.request.challenge,
    scope: parsed.request.scopes.join(" "),
  });
  return backToApp(parsed.request, { code });
}

function backToApp(request: AuthorizeRequest, answer: Record<string, string>): Reply {
  const url = new URL(request.redirectUri);
  url.searchParams.set("state", request.state);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return redirect(302, url.href);
}

const wrongPage = (why: string): Reply =>
  html(400, notePage({ title: "You weren't able to give access to the app", text: why }));
