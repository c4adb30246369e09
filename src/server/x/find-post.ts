// Whose a post is, by X's own word.
import { z } from "zod";
import { withDeadline } from "../with-deadline";
import { answerOfError } from "./answer";
import { userClient, type XApp } from "./client";
import { problemIn } from "./problem-words";

export type PostAnswer =
  | { kind: "post"; authorXUserId: string }
  /** X has no such post, or does not show it to this account. */
  | { kind: "gone" }
  | { kind: "expired"; detail: string }
  | { kind: "failed"; detail: string };

const bodySchema = z.object({
  data: z.object({ author_id: z.string() }).optional(),
  errors: z.array(z.unknown()).default([]),
});

const notThere = "resource-not-found";

/** GET /2/tweets/:id, as in https://docs.x.com/x-api/posts/get-post-by-id. Never throws. */
export async function findPost(
  app: XApp,
  accessToken: string,
  xId: string,
  timeoutMs: number,
): Promise<PostAnswer> {
  const { client, connection } = userClient(app, accessToken, timeoutMs);
  const call = client.v2
    .get<unknown>("tweets/:id", { "tweet.fields": "author_id" }, { params: { id: xId } })
    .then(answerOfBody, failureOf);
  return withDeadline(timeoutMs, call, () => {
    connection.cut();
    return { kind: "failed", detail: "X did not show the post in time." };
  });
}

/** X answers 200 with problems where it has no such post. */
function answerOfBody(body: unknown): PostAnswer {
  const parsed = bodySchema.safeParse(body);
  if (parsed.success && parsed.data.data) return { kind: "post", authorXUserId: parsed.data.data.author_id };
  const isGone = parsed.success && parsed.data.errors.map(problemIn).includes(notThere);
  return isGone
    ? { kind: "gone" }
    : { kind: "failed", detail: "X's answer about the post could not be read." };
}

function failureOf(error: unknown): PostAnswer {
  const answer = answerOfError(error);
  if (answer.kind !== "response") return { kind: "failed", detail: answer.detail };
  if (answer.status === 404 && !answer.isPage) return { kind: "gone" };
  return { kind: answer.status === 401 ? "expired" : "failed", detail: answer.detail };
}
