// One delete call, and what X answered to it.
import type { RemovalAnswer } from "~/domain/removal";
import { withDeadline } from "../with-deadline";
import { answerOfError } from "./answer";
import { userClient, type XApp } from "./client";
import { problemIn } from "./problem-words";

const notThere = "resource-not-found";

/** DELETE /2/tweets/:id, as in https://docs.x.com/x-api/posts/delete-post. Never throws. */
export async function removePost(
  app: XApp,
  accessToken: string,
  xId: string,
  timeoutMs: number,
): Promise<RemovalAnswer> {
  const { client, connection } = userClient(app, accessToken, timeoutMs);
  const call = client.v2.deleteTweet(xId).then(answerOfDelete, answerOfError);
  return withDeadline(timeoutMs, call, () => {
    connection.cut();
    return { kind: "noAnswer", detail: "X did not answer in time." };
  });
}

/** X also answers 200 with problems: of a post that it does not have, nothing is left to delete. */
function answerOfDelete(body: unknown): RemovalAnswer {
  const { data, errors } = (body ?? {}) as { data?: { deleted?: unknown } | null; errors?: unknown };
  const problems = Array.isArray(errors) ? errors.map(problemIn) : [];
  if (data?.deleted === true || problems.includes(notThere)) return { kind: "gone" };
  return { kind: "noAnswer", detail: "X did not say whether the post is deleted." };
}
