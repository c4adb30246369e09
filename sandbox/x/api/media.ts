import { msPerSecond } from "../clock";
import { planProcessing } from "../faults/plan-processing";
import { invalidMessage } from "../http/problems";
import { readQuery } from "../http/read-query";
import { json, Refusal, type Reply } from "../http/reply";
import { appendSegment } from "../media/append";
import { parseAppendBody } from "../media/append-body";
import { describeMedia, parseDescription } from "../media/describe";
import { finalizeMedia } from "../media/finalize";
import { forgetMedia } from "../media/forget";
import { initializeMedia } from "../media/initialize";
import { parseInitializeBody } from "../media/initialize-body";
import { presentMedia } from "../media/present";
import { processingInfo } from "../media/processing-info";
import { requireMedia } from "../media/store";
import type { ApiCall } from "./call";
import { pathId } from "./path-id";

/** POST /2/media/upload/initialize: 200 `{data: {id, media_key, expires_after_secs}}`. */
export async function answerInitialize({ ctx, request, caller }: ApiCall): Promise<Reply> {
  const body = parseInitializeBody(request.body, ctx.limits.current);
  const media = await initializeMedia(ctx, caller, body);
  return json(200, { data: presentMedia(media, media.createdAtMs) });
}

/** POST /2/media/upload/:id/append: 200 `{data: {expires_at}}`, in seconds since 1970. */
export async function answerAppend(call: ApiCall): Promise<Reply> {
  const { ctx, request, caller } = call;
  const id = await idUnlessForgotten(call, pathId(call.params));
  const media = await appendSegment(ctx, caller, { id, segment: parseAppendBody(request) });
  return json(200, { data: { expires_at: Math.floor(media.expiresAtMs / msPerSecond) } });
}

/** POST /2/media/upload/:id/finalize: 200 `{data: {id, media_key, size, expires_after_secs, processing_info?}}`. */
export async function answerFinalize(call: ApiCall): Promise<Reply> {
  const { ctx, caller, takeFault } = call;
  const id = await idUnlessForgotten(call, pathId(call.params));
  const media = await finalizeMedia(ctx, caller, {
    id,
    planProcessing: (client) => planProcessing(ctx, takeFault, client),
  });
  return json(200, { data: presentMedia(media, media.finalizedAtMs ?? ctx.clock.now()) });
}

/**
 * GET /2/media/upload?command=STATUS&media_id=: 200 as finalize. What needs no processing, or is not finalised, has no
 * status: X answers 400 for it (seen with an image, xdevplatform/xurl#18).
 */
export async function answerStatus(call: ApiCall): Promise<Reply> {
  const { ctx, request, caller } = call;
  const query = readQuery(request.query, { served: ["command", "media_id"], unserved: ["media.fields"] });
  if (query.command !== "STATUS") throw new Refusal(invalidMessage("The command has to be STATUS."));
  const id = await idUnlessForgotten(call, pathId({ id: query.media_id ?? "" }));
  const media = await requireMedia(ctx, { id, userId: caller.userId });
  const nowMs = ctx.clock.now();
  if (!processingInfo(media, nowMs)) throw new Refusal(invalidMessage("BadRequest: Not found"));
  return json(200, { data: presentMedia(media, nowMs) });
}

/** POST /2/media/metadata: 200 `{data: {id, associated_metadata: {alt_text: {text}}}}`. */
export async function answerMetadata(call: ApiCall): Promise<Reply> {
  const { id, altText } = parseDescription(call.request.body);
  await describeMedia(call.ctx, call.caller, { id: await idUnlessForgotten(call, id), altText });
  return json(200, { data: { id, associated_metadata: { alt_text: { text: altText } } } });
}

async function idUnlessForgotten({ ctx, takeFault }: ApiCall, id: string): Promise<string> {
  if (await takeFault("media-forgotten")) await forgetMedia(ctx, [id]);
  return id;
}
