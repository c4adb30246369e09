import { notServed } from "./api-error";
import { cancelMany } from "./cancel";
import type { Context } from "./context";
import { removeDeadLetters } from "./dlq";
import { type FaultKind, faultParams } from "./fault-kinds";
import type { Incoming } from "./incoming";
import { empty, type Reply } from "./reply";
import { retryDeadLetters } from "./retry-dead-letter";

/** The page's buttons: each does what the API's own call does, then shows the page again. */
export async function actOnPage(context: Context, { path, body }: Incoming): Promise<Reply> {
  await act(context, path.slice("/_page/".length), new URLSearchParams(body.toString()));
  return { ...empty(303), headers: { Location: "/" } };
}

async function act(context: Context, action: string, form: URLSearchParams): Promise<void> {
  if (action === "messages/delete-all") {
    await cancelMany(context, new URLSearchParams(), Buffer.alloc(0));
    return;
  }
  if (action === "faults/add") {
    await context.faults.add(readFault(form));
    return;
  }
  const [what, id = "", verb] = action.split("/");
  switch (`${what}/${verb}`) {
    case "messages/delete":
      // By the list form: a message that has gone meanwhile is no mistake of the person who looks at the page.
      await cancelMany(context, new URLSearchParams({ messageIds: id }), Buffer.alloc(0));
      return;
    case "dlq/retry":
      await retryDeadLetters(context, new URLSearchParams({ dlqIds: id }), []);
      return;
    case "dlq/delete":
      await removeDeadLetters(context, [id]);
      return;
    case "faults/remove":
      await context.faults.remove(id);
      return;
    default:
      throw notServed(`the button ${action}`);
  }
}

/** The form sends every field; those that the kind has a use for make the fault. */
function readFault(form: URLSearchParams): unknown {
  const kind = form.get("kind") ?? "";
  const names = Object.hasOwn(faultParams, kind) ? faultParams[kind as FaultKind] : [];
  const pick = (fields: string[]) => {
    const given = fields.flatMap((name): [string, string | number][] => {
      const value = form.get(name);
      if (!value) return [];
      return [[name, /^(ms|status|rows|count)$/.test(name) ? Number(value) : value]];
    });
    return Object.fromEntries(given);
  };
  return { kind, params: pick(names), match: pick(["label", "body", "path"]), ...pick(["count"]) };
}
