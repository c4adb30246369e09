// What "later" comes to: when the tweet is tried again, and what waits with it.
import type { Meaning } from "~/domain/outcome";
import { policy } from "~/domain/policy";
import { believableResetMs, publishRetryDelayMs } from "~/domain/schedule";
import type { Outcome } from "./record-outcome";

export type Later = Extract<Outcome, { kind: "later" }>;

export type LaterContext = {
  now: Date;
  attemptNumber: number;
  /** Of the token that was used, or could not be had; null where the answer is not about it. */
  tokenVersion: number | null;
  httpStatus: number | null;
};

/** The outcome of an answer that leaves nothing in doubt. */
export function laterOutcome(meaning: Extract<Meaning, { kind: "later" }>, context: LaterContext): Later {
  const { now, httpStatus } = context;
  const { hold, detail } = meaning;
  const untilMs = believableResetMs(meaning.untilMs, now.getTime(), policy);
  const after = (ms: number) => new Date(now.getTime() + ms);
  const retryAt = after(publishRetryDelayMs(context.attemptNumber, policy));
  const notBefore = new Date(Math.max(untilMs ?? 0, retryAt.getTime()));
  if (!hold) return { ...putOff(notBefore, detail), httpStatus };
  const asked = { scope: hold.scope, reason: hold.reason, until: null, probeAfter: null, tokenVersion: null };
  switch (hold.end) {
    case "reset":
      return { ...putOff(notBefore, detail), httpStatus, hold: { ...asked, until: notBefore } };
    case "probe": {
      const probeAfter = after(policy.publish.probeMs);
      return { ...putOff(null, detail), httpStatus, hold: { ...asked, probeAfter } };
    }
    case "retry": {
      const until = after(policy.publish.probeMs);
      const { tokenVersion } = context;
      return { ...putOff(until, detail), httpStatus, hold: { ...asked, until, tokenVersion } };
    }
    case "reconnect":
      return {
        ...putOff(null, detail),
        httpStatus,
        hold: { ...asked, tokenVersion: context.tokenVersion },
      };
  }
}

/** Tried again at this time; null where the end of a hold decides. */
export function putOff(nextAttemptAt: Date | null, detail: string): Later {
  return { kind: "later", nextAttemptAt, hold: null, detail, httpStatus: null };
}
