// The banner's words: what stops tweets now, and what ends it.
import { closedWords, holdWords } from "./hold-words";
import type { NoticeAct, Severity } from "./notices";

export type BannerKind = "reconnect" | "rateLimit" | "noCredits" | "badApp" | "paused" | "held";

export type BannerWords = {
  kind: BannerKind;
  severity: Severity;
  title: string;
  next: string;
  acts: NoticeAct[];
};

/**
 * @param reason of the hold, as it is stored; one that another version has stored is told as any hold.
 * @param handle of the account; null for the whole app.
 * @param waiting how many of the person's tweets wait for it.
 * @param until when it ends by itself; null where an act ends it.
 * @param said X's words, where its answer began the hold.
 */
export function bannerWords(
  reason: string,
  scope: "account" | "app",
  handle: string | null,
  waiting: number,
  until: Date | null = null,
  said: string | null = null,
): BannerWords {
  const kind: BannerKind = Object.hasOwn(kinds, reason) ? (reason as BannerKind) : "held";
  const { severity, acts } = kinds[kind];
  const isClosed = kind === "reconnect" && until === null && closedWords(said) !== null;
  const who = handle ? `@${handle}: ` : "";
  return {
    kind,
    severity: scope === "app" && kind === "paused" ? "warning" : severity,
    title: `${who}${holdWords(reason, scope, until, said)}`,
    next: isClosed ? `X said: “${said}” ${waitingWords(waiting)}` : waitingWords(waiting),
    acts: scope === "app" ? [] : acts.filter((act) => act !== "cancelHeld" || waiting > 0),
  };
}

const kinds: Record<BannerKind, { severity: Severity; acts: NoticeAct[] }> = {
  reconnect: { severity: "problem", acts: ["reconnect", "cancelHeld"] },
  noCredits: { severity: "problem", acts: ["cancelHeld"] },
  badApp: { severity: "problem", acts: ["cancelHeld"] },
  held: { severity: "problem", acts: ["cancelHeld"] },
  rateLimit: { severity: "warning", acts: ["cancelHeld"] },
  paused: { severity: "info", acts: ["unpause", "cancelHeld"] },
};

function waitingWords(waiting: number): string {
  if (waiting === 0) return "No tweet waits for it now.";
  return waiting === 1 ? "One tweet waits for it." : `${waiting} tweets wait for it.`;
}
