import type { XContext } from "../context";
import { parseFault } from "../faults/parse";
import { addFault, listFaults, removeFaults } from "../faults/store";
import { isObject, parseFields, parseJson } from "../http/body";
import { problem } from "../http/problems";
import { html, json, type Reply, redirect } from "../http/reply";
import type { XRequest } from "../http/request";
import { faultsPage } from "../pages/faults-page";

/** GET /_sandbox: the fault menu as a page. */
export const showFaultsPage = async (ctx: XContext): Promise<Reply> =>
  html(200, faultsPage(await listFaults(ctx)));

/** GET /_sandbox/faults: `{faults: [{id, kind, match, params, count, hits}]}`. */
export const showFaults = async (ctx: XContext): Promise<Reply> =>
  json(200, { faults: await listFaults(ctx) });

/** POST /_sandbox/faults `{kind, match?, params?, count?}`: 201 `{fault}`; from the page's form: back to it. */
export async function makeFault(ctx: XContext, request: XRequest): Promise<Reply> {
  const isForm = request.headers["content-type"]?.includes("application/x-www-form-urlencoded") ?? false;
  const parsed = parseFault(isForm ? fromForm(parseFields(request) ?? {}) : parseJson(request.body));
  if ("wrong" in parsed) {
    if (isForm) return html(400, faultsPage(await listFaults(ctx), parsed.wrong));
    return problem(400, "Bad Request", parsed.wrong);
  }
  const fault = await addFault(ctx, parsed.fault);
  return isForm ? redirect(303, "/_sandbox") : json(201, { fault });
}

/** DELETE /_sandbox/faults: all of them. `{removed: count}`. */
export const clearFaults = async (ctx: XContext): Promise<Reply> =>
  json(200, { removed: await removeFaults(ctx) });

/** DELETE /_sandbox/faults/:id. */
export async function deleteFault(ctx: XContext, id: string): Promise<Reply> {
  const removed = await removeFaults(ctx, toFaultId(id));
  return removed > 0 ? json(200, { removed }) : problem(404, "Not Found", `There is no fault ${id}.`);
}

/** POST /_sandbox/faults/:id/remove, from the page. */
export async function deleteFaultByForm(ctx: XContext, id: string): Promise<Reply> {
  await removeFaults(ctx, toFaultId(id));
  return redirect(303, "/_sandbox");
}

// No fault has the id 0.
const toFaultId = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0);

// Empty fields of the form are fields that were not sent.
function fromForm(fields: Record<string, unknown>): unknown {
  const { kind, count, params, ...match } = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== ""),
  );
  const given = params === undefined ? undefined : parseJson(String(params));
  return {
    kind,
    match,
    count: count === undefined ? null : Number(count),
    params: params === undefined || isObject(given) ? given : String(params),
  };
}
