// What X answered, and what that means for the tweet: a row of this table for every answer that X can give, so that
// none is guessed elsewhere. Pure: times are milliseconds since the epoch.

/** An answer to the create call, as it came over the wire. */
export type XAnswer =
  | { kind: "created"; id: string }
  | {
      kind: "response";
      status: number;
      /** X's own words: the problem's detail, or the messages of its `errors`. */
      detail: string;
      /** No problem of X's, but a page, or nothing: of whatever stands before X. */
      isPage?: boolean;
      /** Last segment of the problem's `type`, the `error` of the token endpoint, or the code of an old error. */
      problem: string;
      /** Whose limit a 429 is about. */
      limitOf: "account" | "app";
      /** When the exhausted limit ends; null when X named none. */
      resetAtMs: number | null;
    }
  | { kind: "noConnection"; detail: string }
  | { kind: "noAnswer"; detail: string };

/** What Roost says of a response in which X said nothing. */
export const bareAnswer = (status: number) => `X answered ${status} without a reason.`;

/** Why no access token could be had for the account. Nothing of the tweet was sent. */
export type TokenTrouble =
  | { kind: "refreshRefused"; detail: string }
  /** `times`: how often in a row with this very token, this one included. X may have used it up. */
  | { kind: "refreshUnanswered"; times: number; detail: string }
  /** X refuses the app's own credentials. */
  | { kind: "appRefused"; detail: string };

/** What X says of a file that it was given for the tweet. */
export type MediaAnswer =
  | { kind: "mediaProcessing"; checkAfterMs: number | null }
  | { kind: "mediaFailed"; detail: string };

export type FailureKind =
  | "duplicate"
  | "refused"
  | "media"
  | "missed"
  | "stopped"
  | "tooManyAttempts"
  | "notPosted"
  | "partlyOut";

export type HoldReason = "reconnect" | "rateLimit" | "noCredits" | "badApp" | "paused";

export type MeantHold = {
  scope: "account" | "app";
  reason: HoldReason;
  /**
   * What ends it: the limit's reset; a tweet that goes ahead now and then and is posted; the account connected again;
   * or, where X has not said what does, another try now and then.
   */
  end: "reset" | "probe" | "reconnect" | "retry";
};

export type Meaning =
  | { kind: "posted"; id: string }
  /** X may have posted it: never sent again blindly. */
  | { kind: "unknown"; detail: string }
  /** Nothing is in doubt: the same text may be sent later. */
  | { kind: "later"; untilMs: number | null; hold: MeantHold | null; detail: string }
  /** The token has expired: refresh it once and send again. */
  | { kind: "expired"; detail: string }
  | { kind: "refused"; failure: FailureKind; detail: string };

/** Not yet: ask again after this long; null where X did not say. */
export type Wait = { kind: "wait"; ms: number | null };

export type Past = {
  /** An earlier attempt at the same part had an unknown outcome, so X may have the post already. */
  afterUnknown: boolean;
};

/** The meaning of what X answered to one call, in the light of what was tried before. */
export function meaningOf(answer: XAnswer | TokenTrouble, past: Past): Meaning;
export function meaningOf(answer: XAnswer | TokenTrouble | MediaAnswer, past: Past): Meaning | Wait;
export function meaningOf(answer: XAnswer | TokenTrouble | MediaAnswer, past: Past): Meaning | Wait {
  switch (answer.kind) {
    case "created":
      return { kind: "posted", id: answer.id };
    case "noConnection":
      return later(answer.detail, null);
    case "noAnswer":
      return { kind: "unknown", detail: answer.detail };
    case "response":
      return meaningOfStatus(answer, past);
    case "refreshRefused":
      return later(answer.detail, reconnect);
    case "refreshUnanswered":
      return later(answer.detail, answer.times > 1 ? { ...reconnect, end: "retry" } : null);
    case "appRefused":
      return later(answer.detail, badApp);
    case "mediaProcessing":
      return { kind: "wait", ms: answer.checkAfterMs };
    case "mediaFailed":
      return { kind: "refused", failure: "media", detail: answer.detail };
  }
}

const reconnect: MeantHold = { scope: "account", reason: "reconnect", end: "reconnect" };
const badApp: MeantHold = { scope: "app", reason: "badApp", end: "probe" };
const noCredits: MeantHold = { scope: "app", reason: "noCredits", end: "probe" };

const later = (detail: string, hold: MeantHold | null, untilMs: number | null = null): Meaning => ({
  kind: "later",
  untilMs,
  hold,
  detail,
});

/** X's plan is used up for the month: it says so as a rate limit, but no reset of a window ends it. */
const usageCap = "usage-capped";
const tooMany = new Set([420, 429]);

function meaningOfStatus(answer: Extract<XAnswer, { kind: "response" }>, past: Past): Meaning {
  const { status, detail, isPage, problem, limitOf, resetAtMs } = answer;
  // A redirect or a time-out at X's edge does not say whether the post was made.
  if (status < 400 || status === 408 || status >= 500) return { kind: "unknown", detail };
  if (status === 401) return { kind: "expired", detail };
  if (status === 402 || (tooMany.has(status) && problem === usageCap)) return later(detail, noCredits);
  if (tooMany.has(status)) {
    return later(detail, { scope: limitOf, reason: "rateLimit", end: "reset" }, resetAtMs);
  }
  if (isPage) return later(detail, null);
  return status === 403 ? meaningOfForbidden(answer, past) : refusal(status, detail);
}

/** X's codes of old, which some of its answers still name. Source: docs.x.com, "Response codes and errors". */
const oldCodes = {
  duplicate: new Set(["187"]),
  account: new Set(["64", "326"]),
  app: new Set(["261", "416", "453"]),
  dayLimit: new Set(["185"]),
};

const duplicateText = /duplicate content/i;
const accountText = /suspended|\blocked|not permitted to access|oauth2? ?scope|missing.*scope|deactivated/i;
const dayLimitText = /daily (status update|post|tweet).* limit/i;
const appProblems = new Set(["client-forbidden", "unsupported-authentication"]);

function meaningOfForbidden({ detail, problem }: { detail: string; problem: string }, past: Past): Meaning {
  if (oldCodes.duplicate.has(problem) || duplicateText.test(detail)) {
    return past.afterUnknown
      ? { kind: "unknown", detail }
      : { kind: "refused", failure: "duplicate", detail };
  }
  if (appProblems.has(problem) || oldCodes.app.has(problem)) return later(detail, badApp);
  if (oldCodes.dayLimit.has(problem) || dayLimitText.test(detail)) {
    return later(detail, { scope: "account", reason: "rateLimit", end: "retry" });
  }
  if (oldCodes.account.has(problem) || accountText.test(detail)) return later(detail, reconnect);
  return refusal(403, detail);
}

const mediaText = /media.?ids?\b|\bmedia\b.*(invalid|not (found|valid|ready)|expired|unsupported)/i;

function refusal(status: number, detail: string): Meaning {
  const isAboutMedia = (status === 400 || status === 403) && mediaText.test(detail);
  return { kind: "refused", failure: isAboutMedia ? "media" : "refused", detail };
}
