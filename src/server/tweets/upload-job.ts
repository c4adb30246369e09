import { meaningOfUpload } from "~/domain/media-upload";
import type { XAnswer } from "~/domain/outcome";
import type { Media, PartMedia } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import type { Claimed } from "./claim";
import { laterOutcome, putOff } from "./later-outcome";
import { withoutEcho } from "./note-answer";
import { noteMedia } from "./note-media";
import type { Outcome } from "./record-outcome";

/** One file of the claimed part, on its way to X. */
export type UploadJob = {
  c: Collaborators;
  claim: Claimed;
  token: { accessToken: string; version: number };
  use: PartMedia & { media: Media };
  /** Until when the tweet may go out, in ms since the epoch; null for however late. */
  latestMs: number | null;
};

/** Why the part cannot be sent now: an outcome, or a token that X calls expired. */
export type Unready = Outcome | { kind: "expired"; detail: string };

/**
 * Past the tweet's lateness limit nothing is waited for and nothing sent: it is put back, and missed at its next claim.
 * Null before.
 */
export function tooLate({ latestMs }: Pick<UploadJob, "latestMs">, now: Date): Outcome | null {
  const isLate = latestMs !== null && now.getTime() > latestMs;
  return isLate ? putOff(now, "Its files were ready at X only past its lateness limit.") : null;
}

/** What comes of a call about a file that X did not answer as it was to. */
export async function unreadyBecause(
  { c, claim, token, use }: UploadJob,
  answer: Exclude<XAnswer, { kind: "created" }>,
): Promise<Unready> {
  const meaning = withoutEcho(meaningOfUpload(answer), use.altText ?? "");
  const httpStatus = answer.kind === "response" ? answer.status : null;
  const file = use.position;
  switch (meaning.kind) {
    case "expired":
      return meaning;
    case "refused":
      await noteMedia(c, claim, { file, step: "failed", words: meaning.detail });
      return { ...meaning, httpStatus };
    case "later": {
      await noteMedia(c, claim, { file, step: "put off", words: meaning.detail });
      const now = await c.clock.now();
      const { attemptNumber } = claim;
      return laterOutcome(meaning, { now, attemptNumber, tokenVersion: token.version, httpStatus });
    }
  }
}
