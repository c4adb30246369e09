// What X's answer to a delete call means for a roll-back. Deleting twice is deleting once, so whatever is unclear is
// simply asked again, later.
import type { XAnswer } from "./outcome";
import type { Policy } from "./policy";
import { believableResetMs } from "./schedule";

/** An answer to the delete call, as it came over the wire. */
export type RemovalAnswer = { kind: "gone" } | Exclude<XAnswer, { kind: "created" }>;

export type RemovalMeaning =
  | { kind: "gone" }
  /** The token has expired: refresh it once and ask again. */
  | { kind: "expired"; detail: string }
  /** Not now; not before `untilMs` where X named a time. */
  | { kind: "later"; untilMs: number | null; detail: string }
  /** X does not delete it, however often it is asked. */
  | { kind: "refused"; detail: string };

const unclear = new Set([402, 408, 425, 429]);

/** The meaning of X's answer to one delete call. A post that X does not have is gone. */
export function meaningOfRemoval(answer: RemovalAnswer): RemovalMeaning {
  if (answer.kind === "gone") return { kind: "gone" };
  const { detail } = answer;
  if (answer.kind !== "response") return { kind: "later", untilMs: null, detail };
  const { status, isPage, resetAtMs } = answer;
  if (status === 404 && !isPage) return { kind: "gone" };
  if (status === 401) return { kind: "expired", detail };
  if (isPage || status < 400 || status >= 500 || unclear.has(status)) {
    return { kind: "later", untilMs: status === 429 ? resetAtMs : null, detail };
  }
  return { kind: "refused", detail };
}

export type RemovalPast = {
  /** Calls in a row that came to nothing, this one included. */
  failures: number;
  /** When its owner asked for it. */
  askedAtMs: number;
};

/** When a post that could not be deleted is tried again, in ms since the epoch; null to give up and say so. */
export function nextRemovalMs(
  meaning: Exclude<RemovalMeaning, { kind: "gone" }>,
  { failures, askedAtMs }: RemovalPast,
  nowMs: number,
  policy: Policy,
): number | null {
  const { rollBack } = policy;
  if (meaning.kind === "refused") return null;
  if (nowMs > askedAtMs + rollBack.giveUpMs) return null;
  const delayMs = Math.min(rollBack.retryMs * 2 ** Math.max(0, failures - 1), rollBack.maxRetryMs);
  const untilMs = meaning.kind === "later" ? believableResetMs(meaning.untilMs, nowMs, policy) : null;
  return Math.max(nowMs + delayMs, untilMs ?? 0);
}
