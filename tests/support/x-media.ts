import { randomBytes } from "node:crypto";
import type { TwitterApi } from "twitter-api-v2";

const signatures = {
  "image/png": Buffer.from("89504e470d0a1a0a", "hex"),
  "image/jpeg": Buffer.from("ffd8ffe0", "hex"),
  "image/gif": Buffer.from("GIF89a"),
  "video/mp4": Buffer.from("00000018667479706d703432", "hex"),
};
type MediaType = keyof typeof signatures;

/** A file that is of this type by its first bytes; the rest is random, so that no two are alike. */
export function fileOf(mediaType: MediaType, sizeBytes = 2000): Buffer {
  const signature = signatures[mediaType];
  return Buffer.concat([signature, randomBytes(Math.max(0, sizeBytes - signature.length))]);
}

type V2 = TwitterApi["v2"];
type Answer = { data: Record<string, unknown> & { id: string } };

/** The steps of an upload as twitter-api-v2 sends them, each for itself. */
export const uploadSteps = (v2: V2) => ({
  initialize: async (body: object) => (await v2.post<Answer>("media/upload/initialize", body)).data,
  append: async (id: string, index: number, bytes: Buffer) =>
    v2.post<{ data: { expires_at: number } }>(
      `media/upload/${id}/append`,
      { segment_index: index, media: bytes },
      { forceBodyMode: "form-data" },
    ),
  finalize: async (id: string) => (await v2.post<Answer>(`media/upload/${id}/finalize`)).data,
  status: async (id: string) =>
    (await v2.get<Answer>("media/upload", { command: "STATUS", media_id: id })).data,
});

/** Up to and with its finalize, in one segment; does not wait for its processing. */
export async function uploadFile(
  v2: V2,
  mediaType: MediaType,
  options: { bytes?: Buffer; category?: string } = {},
): Promise<Answer["data"]> {
  const bytes = options.bytes ?? fileOf(mediaType);
  const steps = uploadSteps(v2);
  const { id } = await steps.initialize({
    media_type: mediaType,
    total_bytes: bytes.length,
    ...(options.category ? { media_category: options.category } : {}),
  });
  await steps.append(id, 0, bytes);
  return steps.finalize(id);
}
