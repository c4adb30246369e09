// Files on their way to X: one call each, its answer as it came. The library's own upload asks X without an end whether
// a video is ready, so its plain calls are used.
import type { TwitterApi } from "twitter-api-v2";
import { z } from "zod";
import type { Processing } from "~/domain/media-upload";
import type { XAnswer } from "~/domain/outcome";
import { withDeadline } from "../with-deadline";
import { answerOfError } from "./answer";
import { userClient, type XApp } from "./client";

export type UploadAnswer<T> = { kind: "done"; value: T } | Exclude<XAnswer, { kind: "created" }>;

export type NewUpload = { type: string; category: string; bytes: number };

/** `mediaKey`: its name among what posts show; null where X does not tell. `lastsMs`: how long X keeps it from now on. */
export type Finalized = { processing: Processing; mediaKey: string | null; lastsMs: number };

export type Uploads = {
  /** Answers X's id of the upload. */
  initialize: (accessToken: string, file: NewUpload) => Promise<UploadAnswer<string>>;
  /** @param index of the chunk, from 0 */
  append: (
    accessToken: string,
    xMediaId: string,
    index: number,
    chunk: Buffer,
  ) => Promise<UploadAnswer<null>>;
  finalize: (accessToken: string, xMediaId: string) => Promise<UploadAnswer<Finalized>>;
  /** Tells X what those hear who do not see it. */
  describe: (accessToken: string, xMediaId: string, altText: string) => Promise<UploadAnswer<null>>;
  /** Of what is being processed; X has no status of an image. */
  status: (accessToken: string, xMediaId: string) => Promise<UploadAnswer<Processing>>;
};

/** Calls that never throw. Source: https://docs.x.com/x-api/media/quickstart/media-upload-chunked */
export function createUploads(app: XApp, timeoutMs: number): Uploads {
  const ask = <T>(
    accessToken: string,
    call: (v2: TwitterApi["v2"]) => Promise<unknown>,
    read: z.ZodType<T>,
  ): Promise<UploadAnswer<T>> => {
    const { client, connection } = userClient(app, accessToken, timeoutMs);
    const answer = call(client.v2).then((body): UploadAnswer<T> => {
      const parsed = read.safeParse(body);
      return parsed.success
        ? { kind: "done", value: parsed.data }
        : { kind: "noAnswer", detail: "X's answer about a file could not be read." };
    }, answerOfError);
    return withDeadline(timeoutMs, answer, () => {
      connection.cut();
      return { kind: "noAnswer", detail: "X did not answer in time about a file." };
    });
  };
  return {
    initialize: (token, { type, category, bytes }) => {
      const body = { media_type: type, media_category: category, total_bytes: bytes };
      return ask(token, (v2) => v2.post("media/upload/initialize", body), begun);
    },
    append: (token, id, index, chunk) => {
      const body = { segment_index: index, media: chunk };
      const path = `media/upload/${id}/append`;
      return ask(token, (v2) => v2.post(path, body, { forceBodyMode: "form-data" }), anything);
    },
    finalize: (token, id) => ask(token, (v2) => v2.post(`media/upload/${id}/finalize`), finalized),
    describe: (token, id, text) => {
      const body = { id, metadata: { alt_text: { text } } };
      return ask(token, (v2) => v2.post("media/metadata", body), anything);
    },
    status: (token, id) =>
      ask(token, (v2) => v2.get("media/upload", { command: "STATUS", media_id: id }), status),
  };
}

const anything = z.unknown().transform(() => null);

const begun = z
  .object({ data: z.object({ id: z.string().regex(/^\d+$/) }) })
  .transform(({ data }) => data.id);

const processingInfo = z
  .object({
    state: z.string(),
    check_after_secs: z.number().nonnegative().optional().catch(undefined),
    progress_percent: z.number().optional().catch(undefined),
    error: z
      .object({ name: z.string().optional(), message: z.string().optional() })
      .optional()
      .catch(undefined),
  })
  .transform((info) => ({
    state: info.state,
    checkAfterMs: info.check_after_secs === undefined ? null : info.check_after_secs * 1000,
    percent: info.progress_percent ?? null,
    error: [info.error?.name, info.error?.message].filter(Boolean).join(": "),
  }));

/** Where X does not say how long it keeps a file: a day, as in its examples. */
const usualLifetimeS = 86_400;

const finalized = z
  .object({
    data: z.object({
      media_key: z.string().nullable().catch(null),
      expires_after_secs: z.number().nonnegative().default(usualLifetimeS),
      processing_info: processingInfo.optional(),
    }),
  })
  .transform(({ data }) => ({
    processing: data.processing_info ?? null,
    mediaKey: data.media_key,
    lastsMs: data.expires_after_secs * 1000,
  }));

const status = z
  .object({ data: z.object({ processing_info: processingInfo.optional() }) })
  .transform(({ data }) => data.processing_info ?? null);
