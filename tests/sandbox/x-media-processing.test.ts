import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { xClient } from "../support/x-client";
import { failureOf } from "../support/x-errors";
import { fileOf, uploadFile, uploadSteps } from "../support/x-media";
import { startTestX, type TestX, type XRequestLog } from "../support/x-sandbox";

let x: TestX;
const startMs = Date.parse("2026-11-22T09:00:00.000Z");
// Stands still but where a test moves it.
const clock = { nowMs: startMs, now: () => clock.nowMs };

beforeAll(async () => {
  x = await startTestX({ clock });
});
afterAll(() => x.close());
beforeEach(async () => {
  clock.nowMs = startMs;
  await x.post("/_sandbox/reset");
});

const signedIn = async () => xClient(x.url, (await x.account("mira")).accessToken).v2;

/** What STATUS says of new media, that many seconds after its finalize. */
async function statesAfter(seconds: number[], mediaType: "image/gif" | "video/mp4" = "video/mp4") {
  const v2 = await signedIn();
  const finalized = await uploadFile(v2, mediaType);
  const states: unknown[] = [finalized.processing_info];
  for (const after of seconds) {
    clock.nowMs = startMs + after * 1000;
    states.push((await uploadSteps(v2).status(finalized.id)).processing_info);
  }
  return { id: finalized.id, v2, states };
}

const fault = (kind: string, params: object = {}) => x.fault({ kind, params, count: 1 });

it.each(["image/gif", "video/mp4"] as const)(
  "%s is pending, then has succeeded, within two seconds",
  async (type) => {
    const { states } = await statesAfter([2], type);
    expect(states).toEqual([
      { state: "pending", check_after_secs: 1 },
      { state: "succeeded", progress_percent: 100 },
    ]);
  },
);

it("processing goes from pending over in progress to succeeded, by the clock alone", async () => {
  await fault("processing-takes", { seconds: 60 });
  const { states } = await statesAfter([10, 30, 55, 61]);
  expect(states).toMatchObject([
    { state: "pending", check_after_secs: 1 },
    { state: "pending", check_after_secs: 1 },
    { state: "in_progress", check_after_secs: 10, progress_percent: 50 },
    { state: "in_progress", check_after_secs: 5 },
    { state: "succeeded", progress_percent: 100 },
  ]);
});

it("media is refused in a post until its processing is over", async () => {
  await fault("processing-takes", { seconds: 60 });
  const { id, v2 } = await statesAfter([59]);
  const post = () => v2.tweet("Film", { media: { media_ids: [id] } });
  expect(await failureOf(post())).toMatchObject({
    status: 400,
    body: { errors: [{ parameters: { "media.media_ids": [id] }, message: "Your media IDs are invalid." }] },
  });
  clock.nowMs = startMs + 61_000;
  await post();
  expect(await x.ledger("Film")).toHaveLength(1);
});

it("processing that fails says why, and its media can't be posted", async () => {
  await fault("processing-fails", { name: "InvalidMedia", message: "Duration too long" });
  const { id, v2, states } = await statesAfter([1, 2]);
  expect(states).toMatchObject([
    { state: "pending" },
    { state: "in_progress" },
    { state: "failed", error: { code: 1, name: "InvalidMedia", message: "Duration too long" } },
  ]);
  expect(await failureOf(v2.tweet({ media: { media_ids: [id] } }))).toMatchObject({ status: 400 });
  expect(await x.media()).toMatchObject([{ state: "failed", usedBy: [] }]);
});

it("twitter-api-v2 takes stuck processing for done, and X does not", async () => {
  const v2 = await signedIn();
  await fault("processing-stuck");
  const id = await v2.uploadMedia(fileOf("video/mp4"), { media_type: "video/mp4" });
  expect(await failureOf(v2.tweet({ media: { media_ids: [id] } }))).toMatchObject({ status: 400 });
});

it("stuck processing stays pending for good and names no time", async () => {
  await fault("processing-stuck");
  const { states } = await statesAfter([3600]);
  expect(states).toEqual([{ state: "pending" }, { state: "pending" }]);
});

it("a file that is no video fails in processing", async () => {
  const v2 = await signedIn();
  const { id } = await uploadFile(v2, "video/mp4", { bytes: Buffer.from("no video at all") });
  clock.nowMs = startMs + 2000;
  expect((await uploadSteps(v2).status(id)).processing_info).toMatchObject({
    state: "failed",
    error: { name: "InvalidMedia", message: "file is invalid" },
  });
});

it("an image uses up no fault of processing", async () => {
  const v2 = await signedIn();
  await fault("processing-fails");
  await uploadFile(v2, "image/png");
  expect(await x.get("/_sandbox/faults")).toMatchObject({ faults: [{ hits: 0 }] });
  const { id } = await uploadFile(v2, "video/mp4");
  expect(await x.get("/_sandbox/faults")).toMatchObject({ faults: [{ hits: 1 }] });
  const { requests } = await x.get<{ requests: XRequestLog[] }>(
    `/_sandbox/requests?path=/2/media/upload/${id}/finalize`,
  );
  expect(requests).toMatchObject([{ status: 200, faults: ["processing-fails"] }]);
});
