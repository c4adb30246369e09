// What people are told of a hold: why nothing goes out, and what ends it.
import type { HoldReason } from "./outcome";

/** The sentence of a hold. @param scope whose it is: an account's, or the whole app's. */
export function holdWords(reason: string, scope: "account" | "app" = "account"): string {
  if (scope === "app" && Object.hasOwn(ofApp, reason)) return ofApp[reason as keyof typeof ofApp];
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

const ofApp = {
  rateLimit: "X's rate limit for the whole app is used up. Tweets go out when the limit is reset.",
  paused: "Whoever runs Roost has paused all posting. Tweets go out once the pause ends.",
};
