import { z } from "zod";
import { days, minutes, msPerSecond } from "../clock";

const quarterHourSeconds = minutes(15) / msPerSecond;
const longestDelayMs = minutes(10);
const longestProcessingSeconds = days(1) / msPerSecond;

const delayMs = z.number().int().min(0).max(longestDelayMs);

export const problemNames = [
  "unauthorized",
  "invalid-request",
  "credits",
  "duplicate",
  "suspended",
  "locked",
  "reply-not-allowed",
  "media-ids",
  "video-too-long",
  "not-permitted",
  "rate-limit",
  "usage-cap",
  "server-error",
  "unavailable",
  "html",
  "empty",
] as const;

const answer = z.strictObject({
  status: z.number().int().min(400).max(599).optional(),
  problem: z.enum(problemNames).optional(),
  resetAfterSeconds: z.number().int().min(0).default(quarterHourSeconds),
  dayCap: z.enum(["user", "app"]).optional(),
  detail: z.string().optional(),
});

const nothing = z.strictObject({});

/**
 * The fault menu: each kind with its `params`. Where it strikes when its match names no path stands in
 * brackets.
 *
 * With a `path` the first three groups strike anything under /2/: media, deletes, reads. With a `method` other than
 * POST and no `path`, everything of that method.
 *
 * Answers instead of doing anything [POST /2/tweets]:
 * - `status`: `{status?, problem?, resetAfterSeconds?, dayCap?, detail?}`, any status of 400 to 599 with X's own
 *   body for it (default 503), or the body of `problem`: unauthorized, invalid-request, credits, duplicate,
 *   suspended, locked, reply-not-allowed, media-ids, video-too-long, not-permitted, rate-limit, usage-cap,
 *   server-error, unavailable, html, empty. A 429 resets after `resetAfterSeconds` (900); with `dayCap` (user, app)
 *   the 24-hour headers say 0 is left.
 * - `hang`: does nothing and never answers.
 * - `refuse`: closes the connection before anything, with no byte. (A client can't tell it from a cut; for a
 *   connection that is refused outright, stop the sandbox.)
 * - `no-id`: `{status?, posted?}`, 200 or 201 (default 201) without an id, after posting unless `posted` is false.
 *
 * Does what was asked, then fails to say so [POST /2/tweets]:
 * - `hang-after`: never answers.
 * - `status-after`: as `status`.
 * - `cut-after`: headers and half the body, then the connection is closed.
 * - `half-json`: a complete answer whose JSON stops half way.
 *
 * Late [POST /2/tweets]:
 * - `slow`: `{ms}`, waits, then does it, even when the client has gone. Goes together with any of the above.
 *
 * Refreshing tokens [POST /2/oauth2/token with grant_type refresh_token]:
 * - `refresh-refused`: `{error?}`, invalid_request (default), invalid_grant or unauthorized_client (401); the
 *   token stays good.
 * - `refresh-unanswered`: `{rotated?}`, never answers, after the old token was used up unless `rotated` is false.
 * - `refresh-slow`: `{ms}`.
 *
 * Reads [GET of timelines and posts]:
 * - `timeline-lag`: `{ms}`, posts younger than this are not visible.
 * - `timeline-hides`: `{xId?, textIncludes?}`, the posts of this id, or whose text as sent includes this (with both:
 *   of which both are true), exist and are never shown.
 * - `timeline-cut`: headers and half the body, then the connection is closed.
 *
 * Media:
 * - `processing-takes`: `{seconds}`, until a GIF or video has succeeded [finalize].
 * - `processing-fails`: `{code?, name?, message?}` (1, InvalidMedia, Unsupported video format), at the end of the
 *   processing of a GIF or video [finalize].
 * - `processing-stuck`: a GIF or video stays pending for good, without check_after_secs [finalize].
 * - `media-forgotten`: the media that a post names has expired just now, early [POST /2/tweets with media]; with the
 *   `path` of append, finalize, STATUS or metadata, the media that these name.
 *
 * Any answer [everything under /2/]:
 * - `clock-skew`: `{ms}`, added to the `Date` header; may be negative.
 */
export const paramsByKind = {
  status: answer,
  hang: nothing,
  refuse: nothing,
  "no-id": z.strictObject({
    status: z.union([z.literal(200), z.literal(201)]).default(201),
    posted: z.boolean().default(true),
  }),
  "hang-after": nothing,
  "status-after": answer,
  "cut-after": nothing,
  "half-json": nothing,
  slow: z.strictObject({ ms: delayMs }),
  "refresh-refused": z.strictObject({
    error: z.enum(["invalid_request", "invalid_grant", "unauthorized_client"]).default("invalid_request"),
  }),
  "refresh-unanswered": z.strictObject({ rotated: z.boolean().default(true) }),
  "refresh-slow": z.strictObject({ ms: delayMs }),
  "timeline-lag": z.strictObject({ ms: z.number().int().min(0) }),
  "timeline-hides": z
    .strictObject({ xId: z.string().regex(/^\d+$/).optional(), textIncludes: z.string().min(1).optional() })
    .refine(({ xId, textIncludes }) => xId !== undefined || textIncludes !== undefined, {
      error: "name the xId, or what the text includes",
    }),
  "timeline-cut": nothing,
  "processing-takes": z.strictObject({ seconds: z.number().min(0).max(longestProcessingSeconds) }),
  "processing-fails": z.strictObject({
    code: z.number().int().default(1),
    name: z.string().min(1).default("InvalidMedia"),
    message: z.string().min(1).default("Unsupported video format"),
  }),
  "processing-stuck": nothing,
  "media-forgotten": nothing,
  "clock-skew": z.strictObject({ ms: z.number().int() }),
};

export type FaultKind = keyof typeof paramsByKind;
export type FaultParams<K extends FaultKind> = z.output<(typeof paramsByKind)[K]>;
export const faultKinds = Object.keys(paramsByKind) as FaultKind[];

export const methods = ["GET", "POST", "DELETE"] as const;

/** What a fault strikes: all that is named has to fit. `path` may hold `*` for any characters. */
export const matchSchema = z.strictObject({
  path: z.string().startsWith("/").optional(),
  method: z.enum(methods).optional(),
  handle: z.string().min(1).optional(),
  textIncludes: z.string().min(1).optional(),
});
export type FaultMatch = z.output<typeof matchSchema>;

/** `count`: how often it strikes; null until it is removed. `hits`: how often it has. */
export type FaultOf<K extends FaultKind> = {
  id: number;
  kind: K;
  match: FaultMatch;
  params: FaultParams<K>;
  count: number | null;
  hits: number;
};
export type Fault = { [K in FaultKind]: FaultOf<K> }[FaultKind];
