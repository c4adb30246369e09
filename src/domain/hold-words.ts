// What people are told of a hold: why nothing goes out, and what ends it.
import type { HoldReason } from "./outcome";

/**
 * The sentence of a hold.
 * @param scope whose it is: an account's, or the whole app's.
 * @param until when it ends by itself; null where no time ends it.
 */
export function holdWords(
  reason: string,
  scope: "account" | "app" = "account",
  until: Date | null = null,
): string {
  if (scope === "app" && Object.hasOwn(ofApp, reason)) return ofApp[reason as keyof typeof ofApp];
  if (reason === "reconnect" && until !== null) return unsure;
  return Object.hasOwn(ofAccount, reason)
    ? ofAccount[reason as HoldReason]
    : "Nothing goes out from this account for now.";
}

const ofAccount: Record<HoldReason, string> = {
  reconnect: "X no longer accepts Roost's sign-in for this account. Connect it again and its tweets go out.",
  rateLimit: "X's rate limit is used up. Its tweets go out when the limit is reset.",
  noCredits: "The app has no credits at X. Its tweets go out once credits are added.",
  badApp: "X does not accept the app's own credentials. Whoever runs Roost must mend them.",
  paused: "You paused this account. Its tweets go out once you end the pause.",
};

/** X may still take the sign-in: it has only been silent. */
const unsure =
  "X did not answer when Roost renewed the sign-in for this account. Roost tries again by itself; connecting it again is quicker.";

const ofApp = {
  rateLimit: "X's rate limit for the whole app is used up. Tweets go out when the limit is reset.",
  paused: "Whoever runs Roost has paused all posting. Tweets go out once the pause ends.",
};
