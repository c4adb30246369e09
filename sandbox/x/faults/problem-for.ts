import { rateHeaders } from "../api/rate-limit";
import { msPerSecond } from "../clock";
import type { XContext } from "../context";
import {
  creditsDepleted,
  duplicateContent,
  forbidden,
  invalidMessage,
  invalidRequest,
  notPermitted,
  problem,
  replyNotAllowed,
  tooManyRequests,
  unauthorized,
  usageCapExceeded,
} from "../http/problems";
import type { Reply } from "../http/reply";
import type { FaultParams, problemNames } from "./fault";

type AnswerParams = FaultParams<"status">;
type ProblemName = (typeof problemNames)[number];

const problemByStatus: Record<number, ProblemName> = {
  400: "invalid-request",
  401: "unauthorized",
  402: "credits",
  403: "not-permitted",
  429: "rate-limit",
  500: "server-error",
};

// An id for the bodies that name the developer's account.
const developerAccountId = "1590000000000000001";
// X's numbers for creates; a day cap of 17 is that of its old free tier, for a user.
const windowLimit = 100;
const dayLimits = { user: 17, app: 10_000 };

/** The answer of a `status` fault. */
export function problemFor(ctx: XContext, params: AnswerParams): Reply {
  const name = params.problem ?? problemByStatus[params.status ?? 503] ?? "unavailable";
  const reply = makers[name](ctx, params);
  const withDetail =
    params.detail === undefined
      ? reply
      : { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), detail: params.detail }) };
  return { ...withDetail, status: params.status ?? reply.status };
}

const makers: Record<ProblemName, (ctx: XContext, params: AnswerParams) => Reply> = {
  unauthorized: () => unauthorized(),
  "invalid-request": () =>
    invalidRequest([{ parameters: {}, message: "One or more parameters to your request was invalid." }]),
  credits: () => creditsDepleted(developerAccountId),
  duplicate: () => duplicateContent(),
  suspended: () => forbidden("Your account is suspended and is not permitted to access this feature."),
  locked: () =>
    forbidden(
      "To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://x.com to unlock your account.",
    ),
  "reply-not-allowed": () => replyNotAllowed(),
  "media-ids": () => invalidMessage("Your media IDs are invalid."),
  "video-too-long": () => forbidden("This user is not allowed to post a video longer than 20 minutes."),
  "not-permitted": () => notPermitted(),
  "rate-limit": rateLimited,
  "usage-cap": () => usageCapExceeded(developerAccountId),
  "server-error": () => problem(500, "Internal Server Error", "Internal Server Error"),
  unavailable: (_ctx, params) => problem(params.status ?? 503, "Service Unavailable", "Service Unavailable"),
  html: () => ({
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<!DOCTYPE html><html><head><title>X / Error</title></head><body><h1>Over capacity</h1></body></html>",
  }),
  empty: () => ({ status: 503, headers: {}, body: "" }),
};

function rateLimited(ctx: XContext, params: AnswerParams): Reply {
  const resetSeconds = Math.ceil(ctx.clock.now() / msPerSecond) + params.resetAfterSeconds;
  if (!params.dayCap) {
    return tooManyRequests(rateHeaders("x-rate-limit", { limit: windowLimit, remaining: 0, resetSeconds }));
  }
  // The short window is not used up and its reset misleads: only the 24-hour headers tell the truth.
  const misleading = Math.ceil(ctx.clock.now() / msPerSecond) + 1;
  return tooManyRequests({
    ...rateHeaders("x-rate-limit", {
      limit: windowLimit,
      remaining: windowLimit - 1,
      resetSeconds: misleading,
    }),
    ...rateHeaders(`x-${params.dayCap}-limit-24hour`, {
      limit: dayLimits[params.dayCap],
      remaining: 0,
      resetSeconds,
    }),
  });
}
