import type { Account } from "../accounts/accounts";
import { avatarPath } from "../accounts/avatar";
import { escapeHtml } from "../pages/escape-html";
import { page } from "../pages/layout";
import type { AuthorizeRequest } from "./authorize-request";
import { scopeMeanings } from "./scopes";

/** The consent form. Plain HTML: it works without JavaScript. `wrong` is what was the matter with the last try. */
export function authorizePage(request: AuthorizeRequest, accounts: Account[], wrong?: string): string {
  const app = escapeHtml(new URL(request.redirectUri).host);
  return page({
    title: "Authorize app",
    body: `
<h1>${app} wants to access your account</h1>
${wrong ? `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>` : ""}
<form method="post" action="/i/oauth2/authorize">
${hiddenFields(request)}
<fieldset>
<legend>Account</legend>
${accounts.map(accountChoice).join("\n")}
<label class="field">${accounts.length > 0 ? "Or another handle, made if there is none" : "Handle of a new account"}
<input name="handle" maxlength="15" pattern="[A-Za-z0-9_]{1,15}" autocomplete="off" autocapitalize="none"
 spellcheck="false" placeholder="new_handle"${accounts.length > 0 ? "" : " required autofocus"}></label>
</fieldset>
<h2>The app will be able to</h2>
<ul class="scopes">
${request.scopes.map((scope) => `<li>${escapeHtml(scopeMeanings[scope] ?? scope)} <code>${escapeHtml(scope)}</code></li>`).join("\n")}
</ul>
<div class="buttons">
<button name="decision" value="allow" class="primary">Allow</button>
<button name="decision" value="refuse" formnovalidate>Refuse</button>
</div>
</form>
<p class="muted">You go back to ${escapeHtml(request.redirectUri)}</p>`,
  });
}

function hiddenFields(request: AuthorizeRequest): string {
  const fields = {
    client_id: request.clientId,
    scope: request.scopes.join(" "),
    response_type: "code",
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: "S256",
  };
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join("\n");
}

function accountChoice(account: Account, index: number): string {
  const handle = escapeHtml(account.handle);
  return `<label class="choice"><input type="radio" name="account" value="${handle}"${index === 0 ? " checked" : ""}>
<img src="${avatarPath(handle)}" alt="" width="32" height="32"> <span><b>${escapeHtml(account.name)}</b> @${handle}</span></label>`;
}
