import type { DlqRow } from "./dlq";
import type { Fault } from "./fault-kinds";
import { type Html, html } from "./html";
import type { listLog } from "./list-log";
import type { Message } from "./message";

type LogEntry = Awaited<ReturnType<typeof listLog>>["entries"][number];

const bodyCharactersMax = 2000;
const msPerSecond = 1000;

export function pendingItem(message: Message, nowMs: number): Html {
  const attempts = message.retried + (message.state === "ACTIVE" ? 1 : 0);
  return html`<li class="entry" data-message-id="${message.id}">
  <div>
    <span class="id" id="${message.id}">${message.id}</span>
    <div class="meta"><span class="state">${message.state}</span> · ${due(message, nowMs)} · attempts: ${attempts}
    of ${message.maxRetries + 1}${message.labels.length > 0 && ` · label: ${message.labels.join(", ")}`}</div>
    <div class="meta">${message.method} ${message.url}</div>
    <code class="body">${bodyText(message.body)}</code>
  </div>
  ${button(`/_page/messages/${message.id}/delete`, "Delete", message.id)}
</li>`;
}

export function deadLetterItem(row: DlqRow): Html {
  const answer = row.responseStatus === null ? "no answer" : `answered ${row.responseStatus}`;
  return html`<li class="entry" data-dlq-id="${row.dlqId}">
  <div>
    <span class="id" id="dlq-${row.dlqId}">${row.dlqId} · ${row.id}</span>
    <div class="meta"><span class="bad">${answer}</span> · ${time(row.dlqTime)} · ${row.method} ${row.url}</div>
    <code class="body">${bodyText(row.body)}</code>
  </div>
  <div class="acts">
    ${button(`/_page/dlq/${row.dlqId}/retry`, "Retry", `dlq-${row.dlqId}`)}
    ${button(`/_page/dlq/${row.dlqId}/delete`, "Delete dead letter", `dlq-${row.dlqId}`)}
  </div>
</li>`;
}

export function faultItem(fault: Fault): Html {
  const match = Object.entries(fault.match).map(([name, value]) => `${name} ${value}`);
  const details = [
    JSON.stringify(fault.params),
    match.length > 0 ? `only ${match.join(", ")}` : "always",
    fault.count === undefined ? "until removed" : `${fault.count} more times`,
  ];
  return html`<li data-fault-id="${fault.id}">
  <div id="fault-${fault.id}"><span class="state">${fault.kind}</span> <span class="meta">${details.join(" · ")}</span></div>
  ${button(`/_page/faults/${fault.id}/remove`, "Remove", `fault-${fault.id}`)}
</li>`;
}

export function logItem(entry: LogEntry): Html {
  const isBad = entry.state === "ERROR" || entry.state === "FAILED";
  return html`<li>
  <div class="meta">${time(entry.time)} · <span class="${isBad ? "state bad" : "state"}">${entry.state}</span>
  · <span class="id">${entry.messageId}</span>${entry.error && ` · ${entry.error}`}${
    entry.nextDeliveryTime !== undefined && html` · next ${time(entry.nextDeliveryTime)}`
  }</div>
</li>`;
}

/** @param describedBy the id of the element that says what the button acts on. */
function button(action: string, words: string, describedBy: string): Html {
  return html`<form method="post" action="${action}"><button aria-describedby="${describedBy}">${words}</button></form>`;
}

function due({ dueAt, phase }: Message, nowMs: number): Html {
  if (dueAt === null) return html`never due, by a fault`;
  if (phase === "held" && dueAt < nowMs) return html`due ${time(dueAt)}, held by flow control`;
  return html`due ${time(dueAt)} (${distance(dueAt - nowMs)})`;
}

function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")} UTC</time>`;
}

function distance(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / msPerSecond);
  const units: [number, string][] = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const [size, unit] = units.find(([unitSeconds]) => seconds >= unitSeconds) ?? [1, "s"];
  const words = `${Math.floor(seconds / size)} ${unit}`;
  return ms >= 0 ? `in ${words}` : `${words} ago`;
}

function bodyText(body: Buffer): string {
  const text = body.toString();
  return text.length > bodyCharactersMax ? `${text.slice(0, bodyCharactersMax)} …` : text;
}
