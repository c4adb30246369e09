import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { fileOf, uploadSteps } from "../support/x-media";

const { x } = sharedX();

const signedIn = async () => {
  const account = await x.account("mira");
  return { account, v2: xClient(x.url, account.accessToken).v2 };
};

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

it("what twitter-api-v2 uploads in many segments arrives byte for byte", async () => {
  const { account, v2 } = await signedIn();
  // Line ends and things that look like a boundary are bytes like others.
  const trap = Buffer.from(`\r\n--${"-".repeat(26)}\r\n\r\n\0\xff`, "latin1");
  const bytes = Buffer.concat([fileOf("image/jpeg", 50_000), trap, fileOf("image/png", 3)]);
  const id = await v2.uploadMedia(bytes, { media_type: "image/jpeg" }, 7000);
  const [row] = await x.media();
  expect(row).toMatchObject({
    id,
    handle: account.handle,
    type: "image/jpeg",
    category: "tweet_image",
    bytes: bytes.length,
    sha256: sha256(bytes),
    state: "succeeded",
  });
});

it("a segment may have a filename, come as base64, come late or come again", async () => {
  const { account, v2 } = await signedIn();
  const { initialize, finalize } = uploadSteps(v2);
  const bytes = fileOf("image/png", 4000);
  const { id } = await initialize({ media_type: "image/png", total_bytes: bytes.length });
  const append = async (body: FormData | string) => {
    const response = await fetch(`${x.url}/2/media/upload/${id}/append`, {
      method: "POST",
      body,
      headers: {
        authorization: `Bearer ${account.accessToken}`,
        ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
      },
    });
    expect(response.status).toBe(200);
  };
  const form = (index: number, segment: Buffer) => {
    const fields = new FormData();
    fields.set("segment_index", String(index));
    fields.set("media", new Blob([new Uint8Array(segment)]), "chunk.bin");
    return fields;
  };
  const base64 = (index: number, segment: Buffer) =>
    JSON.stringify({ segment_index: index, media: segment.toString("base64") });
  await append(form(1, bytes.subarray(1000, 2000)));
  await append(base64(2, bytes.subarray(2000)));
  await append(form(0, Buffer.from("a try that was cut")));
  await append(form(0, bytes.subarray(0, 1000)));
  await finalize(id);
  expect(await x.media()).toMatchObject([{ sha256: sha256(bytes), bytes: bytes.length }]);
});

it("bytes that look like the end of their part are bytes", async () => {
  const { account, v2 } = await signedIn();
  const trap = Buffer.from("\r\n--bx\r\n--b-\r\n--b x\r\n\r\n--\0\xff--b--", "latin1");
  const bytes = Buffer.concat([fileOf("image/png", 100), trap]);
  const { id } = await uploadSteps(v2).initialize({ media_type: "image/png", total_bytes: bytes.length });
  const head = (name: string) => `--b \r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(`${head("segment_index")}0\r\n${head("media")}`),
    bytes,
    Buffer.from("\r\n--b--\r\n"),
  ]);
  const response = await fetch(`${x.url}/2/media/upload/${id}/append`, {
    method: "POST",
    body: new Uint8Array(body),
    headers: {
      authorization: `Bearer ${account.accessToken}`,
      "content-type": 'multipart/form-data; charset=utf-8; boundary="b"',
    },
  });
  expect(response.status).toBe(200);
  await uploadSteps(v2).finalize(id);
  expect(await x.media()).toMatchObject([{ sha256: sha256(bytes) }]);
});

it("a segment that can't be read changes nothing", async () => {
  const { account, v2 } = await signedIn();
  const { id } = await uploadSteps(v2).initialize({ media_type: "image/png", total_bytes: 10 });
  const send = (contentType: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(`${x.url}/2/media/upload/${id}/append`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${account.accessToken}`, "content-type": contentType },
    });
  const form = "multipart/form-data; boundary=b";
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const whole = `${part("segment_index", "0")}${part("media", "ten bytes!")}`;
  for (const [contentType, body] of [
    [form, whole],
    [form, `${whole}--b`],
    [form, `${part("media", "ten bytes!")}--b--\r\n`],
    [form, `${part("segment_index", "1000")}${part("media", "ten bytes!")}--b--\r\n`],
    [form, `${part("segment_index", "-1")}${part("media", "ten bytes!")}--b--\r\n`],
    [form, `${part("segment_index", "0")}--b--\r\n`],
    [form, ""],
    ["multipart/form-data", `${whole}--b--\r\n`],
    ["application/json", "{"],
    ["application/json", JSON.stringify({ segment_index: 0, media: "no base64!" })],
    ["application/json", JSON.stringify({ segment_index: 0 })],
  ] as const) {
    const response = await send(contentType, body);
    expect({ body, status: response.status }).toEqual({ body, status: 400 });
  }
  const tooLong = `${part("segment_index", "0")}${part("media", "x".repeat(5_242_881))}--b--\r\n`;
  expect((await send(form, tooLong)).status).toBe(413);
  expect((await send(form, new Uint8Array(8_000_000))).status).toBe(413);
  expect(await x.media()).toMatchObject([{ state: "uploading", received: 0 }]);
  expect((await send(form, `${whole}--b--\r\n`)).status).toBe(200);
  expect(await x.media()).toMatchObject([{ state: "uploading", received: 10 }]);
});

it("a large video is hashed whole, and only its hash is kept", async () => {
  const { v2 } = await signedIn();
  const bytes = fileOf("video/mp4", 16 * 1024 * 1024);
  const id = await v2.uploadMedia(bytes, { media_type: "video/mp4" }, 4 * 1024 * 1024);
  expect(await x.media()).toMatchObject([
    { id, bytes: bytes.length, sha256: sha256(bytes), isKept: false, category: "tweet_video" },
  ]);
});
