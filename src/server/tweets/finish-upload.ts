// What X has is described to it, and waited for until a post may show it: with the lease renewed, within a limit, and no
// longer than its owner wants it to go out.
import { isForgotten, type Processing, processingStep } from "~/domain/media-upload";
import { policy } from "~/domain/policy";
import type { UploadAnswer } from "../x/uploads";
import { noteMedia } from "./note-media";
import { type Renewal, renewLease } from "./renew-lease";
import { unsent } from "./unsent";
import { tooLate, type Unready, type UploadJob, unreadyBecause } from "./upload-job";

/** @property processing as X told it last; left out where X has not been asked lately. */
export type AtX = { xMediaId: string; since: Date; processing?: Processing };

/** Returns null when the file is ready, and that is committed; "forgotten" where X no longer knows it. */
export async function finishUpload(job: UploadJob, atX: AtX): Promise<Unready | "forgotten" | null> {
  const { c, token, use } = job;
  const { uploads } = c.publisher;
  const { xMediaId } = atX;
  if (use.altText) {
    const altText = use.altText;
    const described = await ask(job, () => uploads.describe(token.accessToken, xMediaId, altText));
    if (described.kind === "stopped") return described.by;
  }
  let processing = atX.processing;
  let noted: Processing = null;
  for (;;) {
    if (processing === undefined) {
      const told = await ask(job, () => statusOf(job, xMediaId));
      if (told.kind === "stopped") return told.by;
      processing = told.value;
    }
    const now = await c.clock.now();
    const step = processingStep(processing, atX.since.getTime(), now.getTime(), policy);
    if (step.kind === "ready") return settled(job, "READY");
    if (step.kind === "failed") {
      const stopped = await settled(job, "FAILED", step.detail);
      return stopped ?? { kind: "refused", failure: "media", detail: step.detail, httpStatus: null };
    }
    const late = tooLate(job, now);
    if (late) return late;
    const isNews = processing?.state !== noted?.state || processing?.percent !== noted?.percent;
    if (isNews) await noteProcessing(job, processing);
    noted = processing;
    await c.clock.sleep(step.ms);
    processing = undefined;
  }
}

/** X has no status of what needs no processing, and calls it unknown when asked. */
function statusOf({ c, token, use }: UploadJob, xMediaId: string): Promise<UploadAnswer<Processing>> {
  if (use.media.kind === "IMAGE") return Promise.resolve({ kind: "done", value: null });
  return c.publisher.uploads.status(token.accessToken, xMediaId);
}

type Asked<T> = { kind: "done"; value: T } | { kind: "stopped"; by: Unready | "forgotten" };

async function ask<T>(job: UploadJob, call: () => Promise<UploadAnswer<T>>): Promise<Asked<T>> {
  const mayGoOn = await renewLease(job.c, job.claim);
  if (mayGoOn !== "renewed") return { kind: "stopped", by: await unsent(job.c, mayGoOn) };
  const answer = await call();
  if (answer.kind === "done") return answer;
  if (answer.kind === "response" && isForgotten(answer)) return { kind: "stopped", by: "forgotten" };
  return { kind: "stopped", by: await unreadyBecause(job, answer) };
}

async function settled(
  { c, claim, use }: UploadJob,
  xState: "READY" | "FAILED",
  words?: string,
): Promise<Unready | null> {
  const kept: Renewal = await renewLease(c, claim, (tx) =>
    tx.partMedia.update({ where: { id: use.id }, data: { xState } }),
  );
  const step = xState === "READY" ? "ready" : "failed";
  await noteMedia(c, claim, { file: use.position, step, ...(words ? { words } : {}) });
  return kept === "renewed" ? null : unsent(c, kept);
}

async function noteProcessing({ c, claim, use }: UploadJob, processing: Processing): Promise<void> {
  const percent = processing?.percent;
  const file = use.position;
  await noteMedia(c, claim, {
    file,
    step: "processing",
    ...(typeof percent === "number" ? { percent } : {}),
  });
}
