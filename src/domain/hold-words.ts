// What people are told of a hold: why nothing goes out, and what ends it.
import type { HoldReason } from "./outcome";

export type HoldScope = "account" | "app";

/**
 * The sentence of a hold.
 * @param scope whose it is: an account's, or the whole app's; null where that is not known.
 * @param until when it ends by itself; null where no time ends it.
 * @param said X's words, where its answer began the hold.
 */
export function holdWords(
  reason: string,
  scope: HoldScope | null = "account",
  until: Date | null = null,
  said: string | null = null,
): string {
  if (scope === "app" && Object.hasOwn(ofApp, reason)) return ofApp[reason as keyof typeof ofApp];
  if (scope === null && Object.hasOwn(ofSomebody, reason))
    return ofSomebody[reason as keyof typeof ofSomebody];
  if (reason === "reconnect" && until !== null) return unsureWords(null);
  const closed = reason === "reconnect" ? closedWords(said) : null;
  if (closed) return closed;
  return Object.hasOwn(ofAccount, reason)
    ? ofAccount[reason as HoldReason]
    : "Nothing goes out from this account for now.";
}

/** Of an account that X itself has closed, where a new sign-in alone mends nothing; null for any other. */
export function closedWords(said: string | null): string | null {
  const how = /\b(suspended|locked|deactivated)\b/i.exec(said ?? "")?.[1];
  if (!how) return null;
  const next = "Mend that with X, then connect it again and its tweets go out.";
  return how.toLowerCase() === "deactivated"
    ? `This account is deactivated at X. ${next}`
    : `X has ${how.toLowerCase()} this account. ${next}`;
}

const ofAccount: Record<HoldReason, string> = {
  reconnect: "X no longer accepts Roost's sign-in for this account. Connect it again and its tweets go out.",
  rateLimit:
    "X's rate limit for this account is used up. The account's tweets go out when the limit is reset.",
  noCredits: "The app has no credits at X. Its tweets go out once credits are added.",
  badApp: "X does not accept the app's own credentials. Whoever runs Roost must mend them.",
  paused: "You paused this account. Its tweets go out once you end the pause.",
};

/** X may still take the sign-in: it has only been silent. @param at when Roost tries again, as it is told there. */
export function unsureWords(at: string | null): string {
  const when = at === null ? "by itself" : `at ${at}`;
  return `X did not answer when Roost renewed the sign-in for this account. Roost tries again ${when}; connecting the account again is quicker.`;
}

const ofApp = {
  rateLimit: "X's rate limit for the whole app is used up. Tweets go out when the limit is reset.",
  paused: "Whoever runs Roost has paused all posting. Tweets go out once the pause ends.",
};

/** Where it is not known whose it is. */
const ofSomebody = {
  rateLimit: "X's rate limit is used up. Tweets go out when the limit is reset.",
  paused: "Posting is paused. Tweets go out once the pause ends.",
};
