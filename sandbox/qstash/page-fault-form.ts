import { faultParams } from "./fault-kinds";
import { type Html, html } from "./html";

/** One form for every kind: a field that a kind has no use for is left out when it is sent. */
export function faultForm(): Html {
  const kinds = Object.entries(faultParams).map(
    ([kind, params]) =>
      html`<option value="${kind}">${kind}${params.length > 0 && ` (${params.join(", ")})`}</option>`,
  );
  return html`<form class="fault" method="post" action="/_page/faults/add">
  <label>What happens<select name="kind">${kinds}</select></label>
  ${field("ms", "ms", "1000", "number")}
  ${field("status", "status of api-status", "503", "number")}
  ${field("rows", "rows of logs-cut", "10", "number")}
  ${choice("when", "before or after it is done", ["before", "after"])}
  ${choice("how", "how it is forged", ["key", "body", "url", "expired", "missing"])}
  ${field("count", "How often (empty: until removed)", "", "number")}
  ${field("label", "Only with this label", "", "text")}
  ${field("body", "Only with this in the body", "", "text")}
  ${field("path", "Only on paths that begin with", "", "text")}
  <button>Add fault</button>
</form>`;
}

function field(name: string, words: string, value: string, type: string): Html {
  return html`<label>${words}<input name="${name}" type="${type}" value="${value}"></label>`;
}

function choice(name: string, words: string, values: string[]): Html {
  const options = values.map((value) => html`<option>${value}</option>`);
  return html`<label>${words}<select name="${name}">${options}</select></label>`;
}
