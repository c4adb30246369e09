import { createHash, randomBytes } from "node:crypto";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskStore } from "~/server/media/disk-store";
import { createS3Store, type S3Options } from "~/server/media/s3-store";
import type { MediaStore, StoredFile } from "~/server/media/store";
import { s3Key, startS3 } from "../support/s3-server";
import { createSlot } from "../support/slot";

const bucket = "roost-uploads";
const longAgo = new Date(0);

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function receive(store: MediaStore, bytes: Uint8Array) {
  const file = await store.receive();
  await file.write(bytes);
  await file.finish();
  return file;
}

async function keep(store: MediaStore, bytes: Uint8Array): Promise<string> {
  const key = hashOf(bytes);
  await store.put(await receive(store, bytes), key);
  return key;
}

async function listed(store: MediaStore): Promise<StoredFile[]> {
  const all: StoredFile[] = [];
  for await (const page of store.list()) all.push(...page);
  return all;
}

async function read(store: MediaStore, key: string, range?: { start: number; end: number }) {
  const stream = await store.open(key, range);
  return stream && buffer(stream);
}

const s3 = createSlot<S3Options>();
const disk = createSlot<{ folder: string }>();
let stopS3: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const server = await startS3(bucket);
  stopS3 = server.close;
  s3.fill({ endpoint: server.endpoint, region: "us-east-1", bucket, ...s3Key, forcePathStyle: true });
  disk.fill({ folder: await mkdtemp(join(tmpdir(), "roost-store-")) });
});
afterAll(async () => {
  await stopS3?.();
  if (disk.slot.folder) await rm(disk.slot.folder, { recursive: true, force: true });
});

const drivers: [string, () => MediaStore][] = [
  ["a folder", () => createDiskStore(disk.slot.folder)],
  ["a store that speaks S3", () => createS3Store(s3.slot)],
];

describe.each(drivers)("files in %s", (_, make) => {
  it("what is put comes back byte for byte, whole or in part, from another process's view too", async () => {
    const bytes = randomBytes(300_000);
    const key = await keep(make(), bytes);
    const other = make();
    expect(await other.has(key)).toBe(true);
    expect(await read(other, key)).toEqual(bytes);
    expect(await read(other, key, { start: 10, end: 19 })).toEqual(bytes.subarray(10, 20));
    expect(await read(other, key, { start: 299_999, end: 299_999 })).toEqual(bytes.subarray(299_999));
  });

  it("what was never put is not there, and a file that is being received is nobody's yet", async () => {
    const store = make();
    const bytes = randomBytes(1000);
    const file = await receive(store, bytes);
    expect(await store.has(hashOf(bytes))).toBe(false);
    expect(await store.open(hashOf(bytes))).toBeNull();
    expect((await listed(store)).map(({ key }) => key)).not.toContain(hashOf(bytes));
    await file.discard();
  });

  it("the same bytes twice are one file", async () => {
    const store = make();
    const bytes = randomBytes(1000);
    const key = await keep(store, bytes);
    await keep(store, bytes);
    expect((await listed(store)).filter((file) => file.key === key)).toHaveLength(1);
    expect(await read(store, key)).toEqual(bytes);
  });

  it("what was put or discarded leaves nothing in the way in", async () => {
    const store = make();
    const bytes = randomBytes(1000);
    const put = await receive(store, bytes);
    await store.put(put, hashOf(bytes));
    const discarded = await receive(store, randomBytes(1000));
    await discarded.discard();
    for (const { path } of [put, discarded]) await expect(access(path)).rejects.toThrow("ENOENT");
    await put.discard();
    expect(await store.has(hashOf(bytes))).toBe(true);
  });

  it("a file is removed once, and removing it again does nothing", async () => {
    const store = make();
    const key = await keep(store, randomBytes(1000));
    await store.remove(key);
    await store.remove(key);
    expect(await store.has(key)).toBe(false);
  });

  it("the list tells when each was stored", async () => {
    const store = make();
    const key = await keep(store, randomBytes(1000));
    const [file] = (await listed(store)).filter((stored) => stored.key === key);
    expect(file?.storedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it("only old leftovers of what was being received are cleared away", async () => {
    const store = make();
    const file = await receive(store, randomBytes(1000));
    expect(await store.removeLeftovers(longAgo)).toBe(0);
    await access(file.path);
    expect(await store.removeLeftovers(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    await expect(access(file.path)).rejects.toThrow("ENOENT");
  });

  it("no key but a hash ever reaches a path", async () => {
    const store = make();
    for (const key of ["../../etc/passwd", "", "a".repeat(63), `${"a".repeat(63)}/`]) {
      await expect(store.open(key)).rejects.toThrow("named by its hash");
    }
  });
});

it("a store that cannot be reached is no empty store", async () => {
  const gone = createS3Store({ ...s3.slot, endpoint: "http://127.0.0.1:9" });
  await expect(gone.has("a".repeat(64))).rejects.toThrow();
  await expect(
    createS3Store({ ...s3.slot, bucket: "no-such-bucket" })
      .list()
      [Symbol.asyncIterator]()
      .next(),
  ).rejects.toThrow();
});

const absent: [string, () => MediaStore][] = [
  ["folder that is not mounted", () => createDiskStore(join(disk.slot.folder, "not-mounted"))],
  ["bucket that does not exist", () => createS3Store({ ...s3.slot, bucket: "no-such-bucket" })],
];

it.each(absent)("a %s says nothing about its files, and cannot be read", async (_, make) => {
  await expect(make().open("a".repeat(64))).rejects.toThrow();
});

it.each(drivers)("of %s that stands, a file which was removed is known to be gone", async (_, make) => {
  const key = await keep(make(), randomBytes(1000));
  await make().remove(key);
  expect(await make().open(key)).toBeNull();
});
