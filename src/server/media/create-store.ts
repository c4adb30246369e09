import type { Env } from "../env";
import { createDiskStore } from "./disk-store";
import { createS3Store } from "./s3-store";
import type { MediaStore } from "./store";

/** The store that the environment chooses: S3 where a bucket is named, else a folder. */
export function createMediaStore(env: Env): MediaStore {
  if (!env.S3_BUCKET) return createDiskStore(env.MEDIA_DIR);
  return createS3Store({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    forcePathStyle: env.S3_FORCE_PATH_STYLE === "1",
  });
}
