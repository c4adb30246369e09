import type { XContext } from "../context";
import { isObject, parseJson } from "../http/body";
import type { Delivery } from "../http/deliver";
import { json, type Reply } from "../http/reply";
import { deadRefreshToken, oauthError, unauthorizedClient } from "../oauth/token-endpoint";
import { problemFor } from "./problem-for";
import type { AnswerFault } from "./strike";

/** Answers as the fault has it; `work` does what was asked, and is called at most once. */
export async function applyFault(
  ctx: XContext,
  fault: AnswerFault,
  work: () => Promise<Reply>,
): Promise<Delivery> {
  switch (fault.kind) {
    case "status":
      return whole(problemFor(ctx, fault.params));
    case "hang":
      return { how: "never" };
    case "refuse":
      return { how: "destroyed" };
    case "no-id":
      return whole(withoutId(fault.params.status, fault.params.posted ? await work() : undefined));
    case "hang-after":
      await work();
      return { how: "never" };
    case "status-after":
      await work();
      return whole(problemFor(ctx, fault.params));
    case "cut-after":
    case "timeline-cut":
      return { how: "cut", reply: await work() };
    case "half-json":
      return whole(half(await work()));
    case "refresh-refused":
      return whole(refusedRefresh(fault.params.error));
    case "refresh-unanswered":
      if (fault.params.rotated) await work();
      return { how: "never" };
  }
}

const whole = (reply: Reply): Delivery => ({ how: "whole", reply });

const half = (reply: Reply): Reply => ({
  ...reply,
  body: reply.body.slice(0, Math.floor(reply.body.length / 2)),
});

const refusedRefresh = (error: string): Reply =>
  error === "unauthorized_client" ? unauthorizedClient() : oauthError(400, error, deadRefreshToken);

function withoutId(status: number, reply: Reply | undefined): Reply {
  const value = reply ? parseJson(reply.body) : undefined;
  const data = isObject(value) && isObject(value.data) ? value.data : {};
  const { id: _id, edit_history_tweet_ids: _history, ...rest } = data;
  return json(status, { data: rest });
}
