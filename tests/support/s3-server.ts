import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

type S3Server = { run: () => Promise<{ port: number }>; close: () => Promise<void> };

/** It brings no types. */
const S3rver = createRequire(import.meta.url)("s3rver") as new (options: object) => S3Server;

/** s3rver's own key. */
export const s3Key = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** A store that speaks S3, with one empty bucket, on a port and in a folder of its own. */
export async function startS3(bucket: string) {
  const directory = await mkdtemp(join(tmpdir(), "roost-s3-"));
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
