import { createHash } from "node:crypto";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { sharedX } from "../support/shared-x";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { fileOf, uploadFile, uploadSteps } from "../support/x-media";

const { x, clock } = sharedX();

const signedIn = async (handle = "mira", scope?: string) => {
  const account = await x.account(handle, scope);
  return { account, v2: xClient(x.url, account.accessToken).v2 };
};

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const refusal = (message: string) => ({
  kind: "answered",
  status: 400,
  body: { title: "Invalid Request", errors: [{ message: expect.stringContaining(message) }] },
});

it("an image is ready at once, its answers are X's", async () => {
  const { v2 } = await signedIn();
  const steps = uploadSteps(v2);
  const bytes = fileOf("image/png");
  const begun = await steps.initialize({ media_type: "image/png", total_bytes: bytes.length });
  expect(begun).toEqual({ id: begun.id, media_key: `3_${begun.id}`, expires_after_secs: 1_295_999 });
  const { data } = await steps.append(begun.id, 0, bytes);
  expect(data.expires_at - Date.now() / 1000).toBeCloseTo(1_295_999, -2);
  expect(await steps.finalize(begun.id)).toEqual({
    id: begun.id,
    media_key: `3_${begun.id}`,
    size: bytes.length,
    expires_after_secs: 86_400,
  });
  expect(await failureOf(steps.status(begun.id))).toMatchObject(refusal("BadRequest: Not found"));
});

describe("a finalize is refused", () => {
  const begin = async (bytes: Buffer, totalBytes = bytes.length) => {
    const { v2 } = await signedIn();
    const steps = uploadSteps(v2);
    const { id } = await steps.initialize({ media_type: "image/png", total_bytes: totalBytes });
    return { id, steps };
  };

  it.each([
    ["too few bytes", [0], 2001],
    ["too many bytes", [0], 1999],
    ["no segment", [], 2000],
    ["a gap", [0, 2], 4000],
    ["no first segment", [1], 2000],
  ])("with %s", async (_name, indexes, totalBytes) => {
    const bytes = fileOf("image/png", 2000);
    const { id, steps } = await begin(bytes, totalBytes);
    for (const index of indexes) await steps.append(id, index, bytes);
    const expected = refusal("Segments do not add up to provided total file size.");
    expect(await failureOf(steps.finalize(id))).toMatchObject(expected);
    expect(await x.media()).toMatchObject([{ state: "uploading" }]);
  });

  it("when a text is called an image", async () => {
    const bytes = Buffer.from("This is no picture at all.");
    const { id, steps } = await begin(bytes);
    await steps.append(id, 0, bytes);
    expect(await failureOf(steps.finalize(id))).toMatchObject(refusal("media type unrecognized."));
  });

  it("the second time, and so is a segment after it", async () => {
    const bytes = fileOf("image/png");
    const { id, steps } = await begin(bytes);
    await steps.append(id, 0, bytes);
    await steps.finalize(id);
    expect(await failureOf(steps.finalize(id))).toMatchObject(refusal("finalized already"));
    expect(await failureOf(steps.append(id, 1, bytes))).toMatchObject(refusal("finalized already"));
    expect(await x.media()).toMatchObject([{ sha256: sha256(bytes), state: "succeeded" }]);
  });
});

it("media of another person, unknown media and expired media are not found", async () => {
  const mira = await signedIn();
  const juno = await signedIn("juno");
  const { id } = await uploadFile(mira.v2, "video/mp4");
  const steps = uploadSteps(juno.v2);
  for (const unknown of [id, "12345", "9".repeat(19)]) {
    const calls = [
      () => steps.append(unknown, 0, Buffer.from("x")),
      () => steps.finalize(unknown),
      () => steps.status(unknown),
      () => juno.v2.createMediaMetadata(unknown, { alt_text: { text: "Mine" } }),
    ];
    for (const call of calls) expect(await failureOf(call())).toMatchObject(refusal("Not found"));
  }
  await uploadSteps(mira.v2).status(id);
  clock.offsetMs = 86_400_000 + 1000;
  const later = await signedIn();
  expect(await failureOf(uploadSteps(later.v2).status(id))).toMatchObject(refusal("Not found"));
  expect(await x.media()).toMatchObject([{ altText: null, state: "expired" }]);
});

describe("an upload is refused from the start", () => {
  it.each([
    [{ media_type: "image/png", total_bytes: 5_242_881 }, "File size exceeds 5242880 bytes."],
    [{ media_type: "image/gif", total_bytes: 15_728_641 }, "File size exceeds 15728640 bytes."],
    [{ media_type: "video/mp4", total_bytes: 536_870_913 }, "File size exceeds 536870912 bytes."],
    [{ media_type: "image/png", media_category: "tweet_video", total_bytes: 9 }, "not allowed"],
    [{ media_type: "image/png", media_category: "tweet_gif", total_bytes: 9 }, "not allowed"],
    [{ media_type: "video/mp4", media_category: "tweet_image", total_bytes: 9 }, "not allowed"],
    [{ media_type: "image/svg+xml", total_bytes: 9 }, "$.media_type: does not have a value in"],
    [{ media_type: "image/png", media_category: "poster", total_bytes: 9 }, "$.media_category: does not"],
    [{ media_type: "image/png" }, "$.total_bytes: is missing but it is required"],
    [{ media_type: "image/png", total_bytes: 1.5 }, "$.total_bytes"],
    [{ media_type: "image/png", total_bytes: 9, colour: "red" }, "$.colour: is not defined in the schema"],
  ])("for %j", async (body, message) => {
    const { v2 } = await signedIn();
    expect(await failureOf(uploadSteps(v2).initialize(body))).toMatchObject(refusal(message));
    expect(await x.media()).toEqual([]);
  });

  it("what the sandbox does not serve says so", async () => {
    const { v2 } = await signedIn();
    const body = { media_type: "image/png", media_category: "dm_image", total_bytes: 9 };
    expect(await failureOf(uploadSteps(v2).initialize(body))).toMatchObject({ status: 501 });
  });

  it("without the scope media.write", async () => {
    const { v2 } = await signedIn("mira", "tweet.read tweet.write users.read");
    const body = { media_type: "image/png", total_bytes: 9 };
    expect(await failureOf(uploadSteps(v2).initialize(body))).toMatchObject({
      status: 403,
      body: { title: "Forbidden", detail: "Forbidden", type: "about:blank" },
    });
  });
});

it("each kind of media call has X's limit and tells it", async () => {
  const { account, v2 } = await signedIn();
  const limits: Record<string, string | null> = {};
  const { id } = await uploadFile(v2, "video/mp4");
  for (const [method, path] of [
    ["POST", "/2/media/upload/initialize"],
    ["POST", `/2/media/upload/${id}/append`],
    ["POST", `/2/media/upload/${id}/finalize`],
    ["GET", `/2/media/upload?command=STATUS&media_id=${id}`],
    ["POST", "/2/media/metadata"],
  ] as const) {
    const headers = { authorization: `Bearer ${account.accessToken}` };
    const response = await fetch(x.url + path, { method, headers });
    limits[path.replace(id, ":id")] = response.headers.get("x-rate-limit-limit");
  }
  expect(Object.values(limits)).toEqual(["1875", "1875", "1875", "1000", "500"]);
  await x.post("/_sandbox/limits", { mediaInitsPerWindow: 0 });
  const body = { media_type: "image/png", total_bytes: 9 };
  expect(await failureOf(uploadSteps(v2).initialize(body))).toMatchObject({ status: 429 });
  await x.remove("/_sandbox/limits");
});

it("a database of a version without media takes media after a restart", async () => {
  const { v2 } = await signedIn();
  await v2.tweet("From before");
  const client = new pg.Client(x.databaseUrl);
  await client.connect();
  await client.query("DROP TABLE media_segments, media; ALTER TABLE tweets DROP COLUMN media_ids");
  await client.end();
  await x.restart();
  const { id } = await uploadFile(v2, "image/png");
  await v2.tweet("From after", { media: { media_ids: [id] } });
  expect(await x.ledger()).toMatchObject([
    { text: "From before", media: [] },
    { text: "From after", media: [{ id }] },
  ]);
});

it("uploads and what they hold outlive a restart", async () => {
  const { v2 } = await signedIn();
  const steps = uploadSteps(v2);
  const bytes = fileOf("image/png", 3000);
  const { id } = await steps.initialize({ media_type: "image/png", total_bytes: bytes.length });
  await steps.append(id, 0, bytes.subarray(0, 1500));
  await x.restart();
  await steps.append(id, 1, bytes.subarray(1500));
  await steps.finalize(id);
  const next = await uploadFile(v2, "image/png");
  expect(BigInt(next.id)).toBeGreaterThan(BigInt(id));
  expect(await x.media()).toMatchObject([{ sha256: sha256(bytes) }, { id: next.id }]);
});
