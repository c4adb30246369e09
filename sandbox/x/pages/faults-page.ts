import { type Fault, faultKinds, methods } from "../faults/fault";
import { escapeHtml } from "./escape-html";
import { page } from "./layout";

// Kinds whose params have no default, with a value to start from.
const paramsHint =
  '{"ms": 2000} for slow and timeline-lag, {"status": 429} for status, {"seconds": 60} for processing-takes';

/** The fault menu: what is set, and a form for one more. `wrong` is what was the matter with the last try. */
export function faultsPage(faults: Fault[], wrong?: string): string {
  return page({
    title: "Faults",
    body: `<h1>Faults</h1>
${faults.length > 0 ? `<ul>${faults.map(faultRow).join("\n")}</ul>` : "<p>None: everything is answered as X would.</p>"}
<h2>Set one more</h2>
${wrong ? `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>` : ""}
<form method="post" action="/_sandbox/faults">
<label class="field">Kind <select name="kind">${faultKinds.map((kind) => `<option>${kind}</option>`).join("")}</select></label>
<label class="field">How often (empty: until removed) <input name="count" inputmode="numeric" pattern="[0-9]*" value="1"></label>
<label class="field">Params, as JSON: ${escapeHtml(paramsHint)} <input name="params" spellcheck="false"></label>
<label class="field">Only for this handle <input name="handle" maxlength="15" spellcheck="false"></label>
<label class="field">Only where the text includes <input name="textIncludes"></label>
<label class="field">Only for this path, * for anything (empty: where the kind belongs) <input name="path" placeholder="/2/*" spellcheck="false"></label>
<label class="field">Only for this method <select name="method"><option value="">any</option>${methods.map((method) => `<option>${method}</option>`).join("")}</select></label>
<div class="buttons"><button class="primary">Set fault</button></div>
</form>`,
  });
}

function faultRow(fault: Fault): string {
  const left = fault.count === null ? "until removed" : `${fault.count - fault.hits} of ${fault.count} left`;
  const rest = escapeHtml(JSON.stringify({ match: fault.match, params: fault.params }));
  return `<li class="row"><div><b>${fault.kind}</b> <span class="muted">${left}, struck ${fault.hits} times</span><br><code>${rest}</code>
<form method="post" action="/_sandbox/faults/${fault.id}/remove"><button>Remove ${fault.kind}</button></form></div></li>`;
}
