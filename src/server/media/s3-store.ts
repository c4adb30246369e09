// Uploads in any store that speaks S3. What is received lies in the machine's folder for temporary files until it is put.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { receiveFile, removeOldFiles } from "./receive-file";
import { type MediaStore, requireKey, type StoredFile } from "./store";

export type S3Options = {
  /** Empty for Amazon's own of the region. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  forcePathStyle: boolean;
};

const prefix = "media/";
const connectTimeoutMs = 5_000;
/** A store that moves no byte for this long is gone. */
const idleTimeoutMs = 30_000;
/**
 * What S3 calls an object that is not there. A bucket that is not there is another matter (NoSuchBucket, a 404 too);
 * only the answer to a HEAD, which has no body, cannot tell them apart.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const noSuchObject = new Set(["NoSuchKey"]);
const headNotFound = new Set(["NotFound", "NoSuchKey"]);

export function createS3Store(options: S3Options): MediaStore {
  const { bucket: Bucket } = options;
  const incoming = join(tmpdir(), "roost-incoming");
  const at = (key: string) => ({ Bucket, Key: prefix + requireKey(key) });
  const connected = once(() => connect(options));
  return {
    receive: () => receiveFile(incoming),
    put: async (file, key) => {
      const { client, s3 } = await connected();
      const { size } = await stat(file.path);
      // One call with its length: S3 shows an object once all of it has come.
      await client.send(
        new s3.PutObjectCommand({ ...at(key), Body: createReadStream(file.path), ContentLength: size }),
      );
      await file.discard();
    },
    open: async (key, range) => {
      const { client, s3 } = await connected();
      const Range = range && `bytes=${range.start}-${range.end}`;
      const found = await unlessMissing(client.send(new s3.GetObjectCommand({ ...at(key), Range })));
      return (found?.Body as Readable | undefined) ?? null;
    },
    has: async (key) => {
      const { client, s3 } = await connected();
      return (await unlessMissing(client.send(new s3.HeadObjectCommand(at(key))), headNotFound)) !== null;
    },
    remove: async (key) => {
      const { client, s3 } = await connected();
      await unlessMissing(client.send(new s3.DeleteObjectCommand(at(key))));
    },
    list: () => listObjects(connected, Bucket),
    removeLeftovers: (before) => removeOldFiles(incoming, before),
  };
}

type Sdk = typeof import("@aws-sdk/client-s3");
type Connected = () => Promise<{ client: S3Client; s3: Sdk }>;

async function connect(options: S3Options): Promise<{ client: S3Client; s3: Sdk }> {
  // Loaded when it is needed: an installation with a disk pays nothing for it.
  const s3 = await import("@aws-sdk/client-s3");
  const client = new s3.S3Client({
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    region: options.region,
    forcePathStyle: options.forcePathStyle,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    requestHandler: { connectionTimeout: connectTimeoutMs, socketTimeout: idleTimeoutMs },
    // Sums that many compatible stores do not know yet.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return { client, s3 };
}

async function* listObjects(connected: Connected, Bucket: string): AsyncIterable<StoredFile[]> {
  const { client, s3 } = await connected();
  const pages = s3.paginateListObjectsV2({ client }, { Bucket, Prefix: prefix });
  for await (const { Contents = [] } of pages) {
    yield Contents.flatMap(({ Key, LastModified }) =>
      Key && LastModified ? [{ key: Key.slice(prefix.length), storedAt: LastModified }] : [],
    );
  }
}

async function unlessMissing<T>(call: Promise<T>, missing = noSuchObject): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && missing.has(error.name)) return null;
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
