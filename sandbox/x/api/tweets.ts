import { findAccountById } from "../accounts/accounts";
import { parseJson } from "../http/body";
import { invalidMessage, resourceNotFound } from "../http/problems";
import { readQuery } from "../http/read-query";
import { json, Refusal, type Reply } from "../http/reply";
import { forgetMedia } from "../media/forget";
import { createTweet } from "../tweets/create";
import { parseCreateBody } from "../tweets/create-body";
import { deleteTweet } from "../tweets/delete";
import { presentTweet } from "../tweets/fields";
import { isShown } from "../tweets/is-shown";
import { findTweet } from "../tweets/store";
import { readTimeline } from "../tweets/timeline";
import { parseTimelineQuery, parseTweetFields } from "../tweets/timeline-query";
import { mayExist } from "../tweets/tweet";
import type { ApiCall } from "./call";
import { pathId } from "./path-id";
import { countAppCreate } from "./rate-limit";

/** POST /2/tweets: 201 `{data: {id, text, edit_history_tweet_ids}}`. */
export async function answerCreate(call: ApiCall): Promise<Reply> {
  const { ctx, request, caller, rateHeaders, takeFault } = call;
  await countAppCreate(ctx, rateHeaders);
  const value = parseJson(request.body);
  if (value === undefined) throw new Refusal(invalidMessage("Request body is not valid JSON."));
  const body = parseCreateBody(value);
  const hasMedia = body.mediaIds.length > 0;
  if (hasMedia && (await takeFault("media-forgotten"))) await forgetMedia(ctx, body.mediaIds);
  const tweet = await createTweet(ctx, caller, body);
  return json(201, { data: presentTweet(tweet) });
}

/** DELETE /2/tweets/:id: 200 `{data: {deleted: true}}`. */
export async function answerDelete({ ctx, params, caller }: ApiCall): Promise<Reply> {
  await deleteTweet(ctx, caller, pathId(params));
  return json(200, { data: { deleted: true } });
}

/** GET /2/tweets/:id: 200 `{data}`, or 200 `{errors}` when it is not there, as X does. */
export async function answerLookup({ ctx, request, params, lagMs, hides }: ApiCall): Promise<Reply> {
  const id = pathId(params);
  const query = readQuery(request.query, {
    served: ["tweet.fields"],
    unserved: ["expansions", "media.fields", "place.fields", "poll.fields", "user.fields"],
  });
  const fields = parseTweetFields(query["tweet.fields"]);
  const tweet = await findTweet(ctx, id);
  const isVisible = tweet && isShown(tweet, { visibleUntilMs: ctx.clock.now() - lagMs, hides });
  return isVisible ? json(200, { data: presentTweet(tweet, fields) }) : resourceNotFound("tweet", id);
}

/** GET /2/users/:id/tweets: 200 `{data?, meta}`. */
export async function answerTimeline({ ctx, request, params, lagMs, hides }: ApiCall): Promise<Reply> {
  const id = pathId(params);
  const query = parseTimelineQuery(request.query);
  if (!mayExist(id) || !(await findAccountById(ctx, id))) return resourceNotFound("user", id);
  return json(200, await readTimeline(ctx, id, { query, lagMs, hides }));
}
