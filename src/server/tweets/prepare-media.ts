// Before a part is sent X has all of its files, described and ready. Each step is committed, so that whoever goes on
// after a crash uploads nothing that X has and still keeps.
import { uploadStep } from "~/domain/media-upload";
import { policy } from "~/domain/policy";
import { latestMs } from "~/domain/schedule";
import type { Collaborators } from "../collaborators";
import type { Claimed } from "./claim";
import { toLimited } from "./find-tweet";
import { finishUpload } from "./finish-upload";
import { noteMedia } from "./note-media";
import { renewLease } from "./renew-lease";
import { uploadFile } from "./upload-file";
import { tooLate, type Unready, type UploadJob } from "./upload-job";

/** Returns null when a post may show all files of the part; else why it cannot be sent now. */
export async function prepareMedia(
  c: Collaborators,
  claim: Claimed,
  token: { accessToken: string; version: number },
): Promise<Unready | null> {
  if (claim.read?.hasFiles === false) return null;
  const uses = await c.db.partMedia.findMany({
    where: { partId: claim.part.id },
    include: { media: true },
    orderBy: { position: "asc" },
  });
  if (uses.length === 0) return null;
  const tweet = await c.db.tweet.findUniqueOrThrow({ where: { id: claim.tweetId } });
  const limit = { latestMs: latestMs(toLimited(tweet), policy) };
  const all = await Promise.all(uses.map((use) => makeReady({ c, claim, token, use, ...limit })));
  const unready = all.filter((one) => one !== null);
  // What ends the tweet comes first, then what a new token mends.
  return (
    unready.find(({ kind }) => kind === "refused") ??
    unready.find(({ kind }) => kind === "expired") ??
    unready[0] ??
    tooLate(limit, await c.clock.now())
  );
}

/**
 * X no longer has files that it had when they were prepared: they are as if never uploaded, and the part as if never
 * sent, as X has refused it. Returns whether they may be uploaded anew.
 */
export async function forgetUploads(c: Collaborators, claim: Claimed): Promise<boolean> {
  let count = 0;
  const renewal = await renewLease(c, claim, async (tx) => {
    const nothing = { xMediaId: null, xMediaKey: null, xState: null, xExpiresAt: null, xSince: null };
    const where = { partId: claim.part.id, xMediaId: { not: null } };
    count = (await tx.partMedia.updateMany({ where, data: nothing })).count;
    await tx.part.update({ where: { id: claim.part.id }, data: { state: "WAITING", sendingAt: null } });
    await tx.attempt.update({
      where: { id: claim.attemptId },
      data: { sendingAt: null, deadlineAt: null },
    });
  });
  return renewal === "renewed" && count > 0;
}

async function makeReady(job: UploadJob): Promise<Unready | null> {
  const { c, claim, use } = job;
  const nowMs = (await c.clock.now()).getTime();
  const copy = { ...use, xExpiresAtMs: use.xExpiresAt?.getTime() ?? null };
  const step = uploadStep(copy, nowMs, policy);
  if (step === "use") {
    await noteMedia(c, claim, { file: use.position, step: "reused" });
    return null;
  }
  if (step === "finish" && use.xMediaId) {
    const since = use.xSince ?? new Date(nowMs);
    const finished = await finishUpload(job, { xMediaId: use.xMediaId, since });
    if (finished !== "forgotten") return finished;
  }
  const uploaded = await uploadFile(job);
  if (uploaded.kind !== "uploaded") return uploaded;
  const finished = await finishUpload(job, uploaded);
  if (finished !== "forgotten") return finished;
  const detail = "X has lost the file just after taking it in.";
  await noteMedia(c, claim, { file: use.position, step: "failed", words: detail });
  return { kind: "refused", failure: "media", detail, httpStatus: null };
}
