import { notServed } from "./api-error";
import { publishBatch } from "./batch";
import { cancelMany, cancelOne } from "./cancel";
import type { Context } from "./context";
import { splitTarget } from "./destination";
import { deadLetterView, getDeadLetter, pickDeadLetters, removeDeadLetters } from "./dlq";
import { getMessage } from "./get-message";
import type { Incoming } from "./incoming";
import { listLog } from "./list-log";
import { publish, readPublication } from "./publish";
import { empty, json, type Reply } from "./reply";
import { retryDeadLetters } from "./retry-dead-letter";

const publishPrefix = "/v2/publish/";

type Verb = (context: Context, request: Incoming, id: string) => Promise<Reply>;

/** Method and path of every call that is served; a last `:id` is handed to the verb. */
const verbs: Record<string, Verb> = {
  "POST /v2/batch": async (context, { body, callerIp }) =>
    json(200, await publishBatch(context, body, callerIp)),
  "GET /v2/messages/:id": async (context, _, id) => json(200, await getMessage(context, id)),
  "DELETE /v2/messages/:id": async (context, _, id) => json(202, await cancelOne(context, id)),
  "DELETE /v2/messages": async (context, { query, body }) =>
    json(202, await cancelMany(context, query, body)),
  "GET /v2/events": async (context, { query }) => {
    const { entries, cursor } = await listLog(context, query);
    return json(200, { events: entries, cursor });
  },
  "GET /v2/logs": async (context, { query }) => {
    const { entries, cursor } = await listLog(context, query);
    return json(200, { logs: entries, cursor });
  },
  "GET /v2/dlq": async (context, { query }) => {
    const { rows, cursor } = await pickDeadLetters(context, query);
    return json(200, { messages: rows.map(deadLetterView), cursor });
  },
  "GET /v2/dlq/:id": async (context, _, id) => json(200, deadLetterView(await getDeadLetter(context, id))),
  "DELETE /v2/dlq/:id": async (context, _, id) => {
    const { dlqId } = await getDeadLetter(context, id);
    await removeDeadLetters(context, [dlqId]);
    return empty(200);
  },
  "DELETE /v2/dlq": async (context, { query }) => {
    const { rows, cursor } = await pickDeadLetters(context, query);
    const ids = rows.map((row) => row.dlqId);
    return json(200, { deleted: await removeDeadLetters(context, ids), cursor });
  },
  "POST /v2/dlq/retry": async (context, { query, pairs }) =>
    json(201, await retryDeadLetters(context, query, pairs)),
  "POST /v2/dlq/retry/:id": async (context, { pairs }, id) => {
    const { responses } = await retryDeadLetters(context, new URLSearchParams({ dlqIds: id }), pairs);
    return json(201, responses[0]);
  },
  "GET /v2/keys": async ({ currentSigningKey, nextSigningKey }) =>
    json(200, { current: currentSigningKey, next: nextSigningKey }),
};

/** Serves one call of QStash's API. Throws ApiError: 501 for what is not served, else what QStash would answer. */
export async function serveApi(context: Context, request: Incoming): Promise<Reply> {
  const { method, path } = request;
  if (method === "POST" && path.startsWith(publishPrefix)) return servePublish(context, request);
  const plain = verbs[`${method} ${path}`];
  if (plain) return plain(context, request, "");
  const cut = path.lastIndexOf("/");
  const id = path.slice(cut + 1);
  const verb = id === "retry" ? undefined : verbs[`${method} ${path.slice(0, cut)}/:id`];
  if (!verb || !id) throw notServed(`${method} ${path}`);
  return verb(context, request, id);
}

async function servePublish(context: Context, request: Incoming): Promise<Reply> {
  const { url, query } = splitTarget(request.target, publishPrefix);
  const { body, callerIp } = request;
  // A header outdoes the same setting given in the query.
  const draft = readPublication(context, { url, pairs: [...query, ...request.pairs], body, callerIp });
  const published = await publish(context, draft);
  return json(published.deduplicated ? 202 : 200, published);
}
