import type { IncomingMessage, ServerResponse } from "node:http";
import { serveApi } from "./api";
import { ApiError } from "./api-error";
import { type Answer, withApiFaults } from "./api-faults";
import { authenticate } from "./authenticate";
import type { Context } from "./context";
import { guardLocal } from "./guard";
import { type Incoming, readIncoming } from "./incoming";
import { servePage } from "./page";
import { json } from "./reply";
import { serveSandbox } from "./sandbox-api";

/** Answers one HTTP request: QStash's API under /v2, the sandbox's own calls, and the page for people. */
export async function handle(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerTo(context, request);
  if (answer === "hang") return;
  if (answer === "cut") {
    request.socket.destroy();
    return;
  }
  // What is left unread of a refused body must not be taken for the next request.
  const headers = request.complete ? answer.headers : { ...answer.headers, Connection: "close" };
  response.writeHead(answer.status, { ...headers, "Content-Length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

async function answerTo(context: Context, raw: IncomingMessage): Promise<Answer> {
  try {
    const request = await readIncoming(raw);
    guardLocal(request);
    if (request.path.startsWith("/v2/")) return await answerApi(context, request);
    if (request.path.startsWith("/_sandbox/")) return await serveSandbox(context, request);
    return await servePage(context, request);
  } catch (error) {
    if (error instanceof ApiError) return json(error.status, { error: error.message });
    const why = error instanceof Error ? error.message : String(error);
    console.error(`The QStash sandbox could not answer ${raw.method} ${raw.url?.split("?")[0]}: ${why}`);
    return json(500, {
      error: "The QStash sandbox could not answer: is its database up? Its output says why.",
    });
  }
}

async function answerApi(context: Context, request: Incoming): Promise<Answer> {
  context.requests.note(request.method, request.path);
  authenticate(context.token, request);
  return withApiFaults(context, request, () => serveApi(context, request));
}
