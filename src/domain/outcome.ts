// What X answered, and what that means for the tweet. Pure: times are milliseconds since the epoch.

/** An answer to the create call, as it came over the wire. */
export type XAnswer =
  | { kind: "created"; id: string }
  | {
      kind: "response";
      status: number;
      /** X's own words: the problem's detail, or the messages of its `errors`. */
      detail: string;
      /** Last segment of the problem's `type`, or the `error` of the token endpoint. */
      problem: string;
      /** Whose limit a 429 is about. */
      limitOf: "account" | "app";
      /** When the exhausted limit ends; null when X named none. */
      resetAtMs: number | null;
    }
  | { kind: "noConnection"; detail: string }
  | { kind: "noAnswer"; detail: string };

export type FailureKind = "duplicate" | "refused" | "missed" | "stopped" | "tooManyAttempts" | "notPosted";

export type HoldReason = "reconnect" | "rateLimit" | "noCredits" | "badApp";

export type Meaning =
  | { kind: "posted"; id: string }
  /** X may have posted it: never sent again blindly. */
  | { kind: "unknown"; detail: string }
  /** Nothing is in doubt: the same text may be sent later. */
  | {
      kind: "later";
      untilMs: number | null;
      hold: { scope: "account" | "app"; reason: HoldReason } | null;
      detail: string;
    }
  /** The token has expired: refresh it once and send again. */
  | { kind: "expired"; detail: string }
  | { kind: "refused"; failure: FailureKind; detail: string };

const duplicateText = /duplicate content/i;
const accountText = /suspended|\blocked|not permitted to access|oauth2? ?scope|missing.*scope|deactivated/i;

/** The meaning of X's answer to one create call whose attempt had no unknown one before it. */
export function meaningOf(answer: XAnswer): Meaning {
  switch (answer.kind) {
    case "created":
      return { kind: "posted", id: answer.id };
    case "noConnection":
      return { kind: "later", untilMs: null, hold: null, detail: answer.detail };
    case "noAnswer":
      return { kind: "unknown", detail: answer.detail };
    case "response":
      return meaningOfStatus(answer);
  }
}

function meaningOfStatus(answer: Extract<XAnswer, { kind: "response" }>): Meaning {
  const { status, detail, problem, limitOf, resetAtMs } = answer;
  // A redirect or a time-out at X's edge does not say whether the post was made.
  if (status < 400 || status === 408 || status >= 500) return { kind: "unknown", detail };
  if (status === 401) return { kind: "expired", detail };
  if (status === 402) {
    return { kind: "later", untilMs: null, hold: { scope: "app", reason: "noCredits" }, detail };
  }
  if (status === 429) {
    return { kind: "later", untilMs: resetAtMs, hold: { scope: limitOf, reason: "rateLimit" }, detail };
  }
  if (status === 403 && duplicateText.test(detail)) return { kind: "refused", failure: "duplicate", detail };
  if (status === 403 && problem === "client-forbidden") {
    return { kind: "later", untilMs: null, hold: { scope: "app", reason: "badApp" }, detail };
  }
  if (status === 403 && accountText.test(detail)) {
    return { kind: "later", untilMs: null, hold: { scope: "account", reason: "reconnect" }, detail };
  }
  return { kind: "refused", failure: "refused", detail };
}

/** What people are told of a failure: what happened, and the next act. */
export function failureWords(kind: string): { happened: string; next: string } {
  return Object.hasOwn(failures, kind) ? failures[kind as FailureKind] : failures.refused;
}

const failures: Record<FailureKind, { happened: string; next: string }> = {
  duplicate: {
    happened: "X refused it as a duplicate: this account has posted the same text before.",
    next: "Change the text, then schedule it again.",
  },
  refused: {
    happened: "X refused to post it.",
    next: "Read X's words, edit the tweet, then schedule it again.",
  },
  missed: {
    happened: "Its time passed by more than its lateness limit before it could be posted.",
    next: "Choose a new time, or delete it.",
  },
  stopped: { happened: "You stopped it before it went out.", next: "Schedule it again, or delete it." },
  tooManyAttempts: {
    happened: "X put it off so often that Roost stopped trying.",
    next: "Choose a new time for it.",
  },
  notPosted: {
    happened: "You said that it did not reach X.",
    next: "Schedule it again, or delete it.",
  },
};

/** What people are told of a hold. */
export function holdWords(reason: string): string {
  return Object.hasOwn(holds, reason)
    ? holds[reason as HoldReason]
    : "Nothing goes out from this account for now.";
}

const holds: Record<HoldReason, string> = {
  reconnect: "X no longer accepts Roost's sign-in for this account. Connect it again and its tweets go out.",
  rateLimit: "X's rate limit is used up. Its tweets go out when the limit is reset.",
  noCredits: "The app has no credits at X. Its tweets go out once credits are added.",
  badApp: "X does not accept the app's own credentials. Whoever runs Roost must mend them.",
};
