const notFinished = "X did not finish the sign-in, nothing was changed. Try again.";

const words: Record<string, string> = {
  OAuthSignin: "The way to X's sign-in page could not be prepared, nothing was changed. Try again.",
  OAuthCallback: notFinished,
  OAuthCreateAccount: notFinished,
  AccessDenied: "X said that access was not allowed, nothing was changed. Try again, and allow it there.",
  Callback: notFinished,
  SessionRequired: "Sign in to go on.",
  Configuration: "Roost's sign-in is not set up right. Its log names what is missing.",
  unavailable: "Roost could not store the sign-in right now, so nothing was changed. Try again in a minute.",
  "account-added":
    "That X account was added to a Roost to be posted from. Sign in with the account that added it. Nothing was changed.",
  "account-taken": "That X account belongs to another person's Roost. Nothing was changed.",
};

/** A sign-in or connection problem (next-auth's `?error=` or our `?problem=`) as a sentence. */
export function problemWords(code: string): string {
  return (Object.hasOwn(words, code) && words[code]) || notFinished;
}
