import { ApiError, notServed } from "./api-error";
import type { Context } from "./context";
import { pickDeadLetters } from "./dlq";
import { type Html, html } from "./html";
import type { Incoming } from "./incoming";
import { listLog } from "./list-log";
import { isPending, type Message } from "./message";
import { actOnPage } from "./page-actions";
import { faultForm } from "./page-fault-form";
import { deadLetterItem, faultItem, logItem, pendingItem } from "./page-items";
import { pageStyle } from "./page-style";
import { empty, type Reply } from "./reply";

const logRows = "30";
const pendingRowsMax = 500;
const securityHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

/** The page for people, plain HTML: what Upstash's console is to the real service. Needs no token, no JavaScript. */
export async function servePage(context: Context, request: Incoming): Promise<Reply> {
  const { method, path } = request;
  if (method === "POST" && path.startsWith("/_page/")) {
    return actOnPage(context, request).catch((error: unknown) => {
      if (error instanceof ApiError) return page(error.status, sorryPage(error.message));
      throw error;
    });
  }
  if (method === "GET" && path === "/favicon.ico") return empty(204);
  if (method !== "GET" || path !== "/") throw notServed(`${method} ${path}`);
  return page(200, await renderPage(context));
}

function page(status: number, { html: body }: Html): Reply {
  return { status, headers: { "Content-Type": "text/html; charset=utf-8", ...securityHeaders }, body };
}

function sorryPage(message: string): Html {
  return layout("That did not work", html`<h1>That did not work</h1><p>${message}</p><a href="/">Back</a>`);
}

function layout(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: pageStyle }}</style>
</head>
<body>
${content}
</body>
</html>`;
}

async function renderPage(context: Context): Promise<Html> {
  const nowMs = context.clock.now();
  const { rows: pending } = await context.db.query<Message & { total: number }>(
    `SELECT m.*, count(*) OVER () AS total FROM messages m
     WHERE ${isPending} ORDER BY m."dueAt" NULLS LAST, m.seq LIMIT ${pendingRowsMax}`,
  );
  const total = pending[0]?.total ?? 0;
  // A look at the page shows the log as it is, and uses up no fault that was meant for a caller.
  const faultless = { ...context, faults: { ...context.faults, take: async () => undefined } };
  const { entries } = await listLog(faultless, new URLSearchParams({ count: logRows }));
  const { rows: dead } = await pickDeadLetters(context, new URLSearchParams());
  const faults = context.faults.list();
  return layout(
    `QStash sandbox: ${total} pending`,
    html`<header>
  <div class="bar"><h1>QStash sandbox</h1><a href="/">Look again</a></div>
  <p>Stands in for Upstash QStash on this machine. Deleting a message here is what deleting it in Upstash's console
  would be.</p>
</header>
<section aria-labelledby="pending">
  <div class="bar">
    <h2 id="pending">Pending (${total})</h2>
    ${pending.length > 0 && html`<form method="post" action="/_page/messages/delete-all"><button>Delete all</button></form>`}
  </div>
  ${
    pending.length > 0
      ? html`<ul>${pending.map((message) => pendingItem(message, nowMs))}</ul>`
      : html`<p class="none">No message waits. One that is published shows here until it is delivered.</p>`
  }
  ${total > pending.length && html`<p class="none">These are the first ${pending.length}; the others are due later.</p>`}
</section>
<section aria-labelledby="dlq">
  <h2 id="dlq">Dead letters (${dead.length})</h2>
  ${
    dead.length > 0
      ? html`<ul>${dead.map(deadLetterItem)}</ul>`
      : html`<p class="none">None. A message that failed for good shows here.</p>`
  }
</section>
<section aria-labelledby="faults">
  <h2 id="faults">Faults (${faults.length})</h2>
  ${faults.length > 0 && html`<ul>${faults.map(faultItem)}</ul>`}
  ${faultForm()}
</section>
<section aria-labelledby="log">
  <h2 id="log">Log, newest first</h2>
  ${entries.length > 0 ? html`<ul>${entries.map(logItem)}</ul>` : html`<p class="none">Nothing has happened yet.</p>`}
</section>`,
  );
}
