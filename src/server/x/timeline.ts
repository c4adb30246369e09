// An account's own posts in a window of time: the whole of it, or no answer.

import type { TimelinePost } from "~/domain/post-match";
import { withDeadline } from "../with-deadline";
import { answerOfError } from "./answer";
import { userClient, type XApp } from "./client";
import { pageSchema, toTimelinePost } from "./timeline-post";

/** Milliseconds since the epoch. `untilMs` is null for up to now. */
export type TimelineWindow = { sinceMs: number; untilMs: number | null };

export type TimelineAnswer =
  /** Complete. `xNowMs`: X's own clock, in whole seconds; null where X did not tell. */
  | { kind: "read"; posts: TimelinePost[]; xNowMs: number | null }
  | { kind: "expired"; detail: string }
  | { kind: "failed"; detail: string };

export type TimelineLimits = { pageSize: number; maxPages: number; callTimeoutMs: number };

type Page =
  | { kind: "page"; posts: TimelinePost[]; next: string | undefined; xNowMs: number | null }
  | Exclude<TimelineAnswer, { kind: "read" }>;

/**
 * Reads all pages, replies too. Never throws.
 * Source: https://docs.x.com/x-api/users/get-posts
 */
export async function readTimeline(
  app: XApp,
  accessToken: string,
  xUserId: string,
  window: TimelineWindow,
  limits: TimelineLimits,
): Promise<TimelineAnswer> {
  const posts: TimelinePost[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < limits.maxPages; pages += 1) {
    const query = queryOf(window, next, limits);
    const page = await readPage(app, accessToken, xUserId, query, limits.callTimeoutMs);
    if (page.kind !== "page") return page;
    posts.push(...page.posts);
    if (page.next === undefined) return { kind: "read", posts, xNowMs: page.xNowMs };
    next = page.next;
  }
  return { kind: "failed", detail: "The account has more posts in that time than Roost reads." };
}

function queryOf({ sinceMs, untilMs }: TimelineWindow, next: string | undefined, limits: TimelineLimits) {
  return {
    start_time: toWholeSecond(sinceMs),
    ...(untilMs === null ? {} : { end_time: toWholeSecond(untilMs) }),
    ...(next === undefined ? {} : { pagination_token: next }),
    max_results: limits.pageSize,
    "tweet.fields": "created_at,entities,note_tweet,referenced_tweets,attachments",
  };
}

function toWholeSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function readPage(
  app: XApp,
  accessToken: string,
  xUserId: string,
  query: Record<string, string | number>,
  timeoutMs: number,
): Promise<Page> {
  const { client, connection } = userClient(app, accessToken, timeoutMs);
  const call = client.v2
    .get<unknown>("users/:id/tweets", query, { params: { id: xUserId }, fullResponse: true })
    .then(({ data, headers }) => pageOf(data, headers.date), failureOf);
  return withDeadline(timeoutMs, call, () => {
    connection.cut();
    return { kind: "failed", detail: "X did not show the account's posts in time." };
  });
}

function failureOf(error: unknown): Page {
  const answer = answerOfError(error);
  const isExpired = answer.kind === "response" && answer.status === 401;
  return { kind: isExpired ? "expired" : "failed", detail: answer.detail };
}

/** A page that is not whole, or speaks of an error beside it, says nothing of what it leaves out. */
function pageOf(body: unknown, date: string | undefined): Page {
  const parsed = pageSchema.safeParse(body);
  if (!parsed.success) return { kind: "failed", detail: "X's list of posts could not be read." };
  const { data, meta } = parsed.data;
  if (data.length !== meta.result_count)
    return { kind: "failed", detail: "X's list of posts was not whole." };
  const dateMs = Date.parse(date ?? "");
  return {
    kind: "page",
    posts: data.flatMap(toTimelinePost),
    next: meta.next_token,
    xNowMs: Number.isNaN(dateMs) ? null : dateMs,
  };
}
