import { ApiError, notServed } from "./api-error";
import type { Context } from "./context";
import { emptyTables } from "./database";
import type { Incoming } from "./incoming";
import { isPending, type Message } from "./message";
import { sandboxMessageView } from "./message-view";
import { json, type Reply } from "./reply";

/** The sandbox's own calls, for tests and tools: what the real service would never tell or do. */
export async function serveSandbox(context: Context, request: Incoming): Promise<Reply> {
  const { method, path } = request;
  const faultId = /^\/_sandbox\/faults\/([^/]+)$/.exec(path)?.[1];
  if (method === "DELETE" && faultId) return json(200, { removed: await context.faults.remove(faultId) });
  switch (`${method} ${path}`) {
    case "GET /_sandbox/messages":
      return json(200, { messages: await listMessages(context, request.query.get("state")) });
    case "GET /_sandbox/faults":
      return json(200, { faults: context.faults.list() });
    case "POST /_sandbox/faults":
      return json(201, { fault: await context.faults.add(parseJson(request.body)) });
    case "DELETE /_sandbox/faults":
      return json(200, { removed: await context.faults.remove() });
    case "GET /_sandbox/requests":
      return json(200, context.requests.view());
    case "DELETE /_sandbox/requests":
      context.requests.reset();
      return json(200, context.requests.view());
    case "POST /_sandbox/reset":
      await resetAll(context);
      return json(200, {});
    default:
      throw notServed(`${method} ${path}`);
  }
}

/** All messages ever, oldest first; `pending` picks those still to be delivered, any other word a state. */
async function listMessages(context: Context, state: string | null) {
  const where = state === null ? "TRUE" : state === "pending" ? isPending : "m.state = $1";
  const { rows } = await context.db.query<Message>(
    `SELECT m.* FROM messages m WHERE ${where} ORDER BY m.seq`,
    state === null || state === "pending" ? [] : [state],
  );
  return rows.map(sandboxMessageView);
}

async function resetAll(context: Context): Promise<void> {
  await context.faults.remove();
  await emptyTables(context.db);
  context.dispatcher.reset();
  context.requests.reset();
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ApiError(
      400,
      'The body is no JSON. A fault looks like {"kind": "api-slow", "params": {"ms": 500}}.',
    );
  }
}
