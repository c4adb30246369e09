import { invalidRequest } from "../http/problems";
import { invalidValue, readList, readQuery } from "../http/read-query";
import { Refusal } from "../http/reply";
import { isServedField, knownFields } from "./fields";
import { idPattern, mayExist } from "./tweet";

export type TimelineQuery = {
  maxResults: number;
  sinceId: string | undefined;
  untilId: string | undefined;
  startMs: number | undefined;
  endMs: number | undefined;
  page: PageToken | undefined;
  withoutReplies: boolean;
  fields: string[];
};

/** Where a page begins: the posts older or newer than an id. */
export type PageToken = { direction: "older" | "newer"; id: string };

const served = [
  "max_results",
  "since_id",
  "until_id",
  "start_time",
  "end_time",
  "pagination_token",
  "exclude",
  "tweet.fields",
];
const unserved = ["expansions", "media.fields", "place.fields", "poll.fields", "user.fields"];

// GET /2/users/:id/tweets of X's OpenAPI 2.167.
const defaultResults = 10;
const minResults = 5;
const maxResults = 100;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

export function parseTimelineQuery(query: URLSearchParams): TimelineQuery {
  const given = readQuery(query, { served, unserved });
  return {
    maxResults: parseMaxResults(given.max_results),
    sinceId: parseId("since_id", given.since_id),
    untilId: parseId("until_id", given.until_id),
    startMs: parseTime("start_time", given.start_time),
    endMs: parseTime("end_time", given.end_time),
    page: parsePage(given.pagination_token),
    withoutReplies: readList("exclude", given.exclude, {
      known: ["replies", "retweets"],
      isServed: () => true,
    }).includes("replies"),
    fields: parseTweetFields(given["tweet.fields"]),
  };
}

export const parseTweetFields = (value: string | undefined): string[] =>
  readList("tweet.fields", value, { known: knownFields(), isServed: isServedField });

export const formatPage = (page: PageToken): string =>
  Buffer.from(`${page.direction}:${page.id}`).toString("base64url");

function parsePage(value: string | undefined): PageToken | undefined {
  if (value === undefined) return undefined;
  const [direction, id = ""] = Buffer.from(value, "base64url").toString("utf8").split(":");
  if ((direction !== "older" && direction !== "newer") || !mayExist(id)) {
    throw refuse("pagination_token", value, "is not valid");
  }
  return { direction, id };
}

function parseMaxResults(value: string | undefined): number {
  if (value === undefined) return defaultResults;
  const count = Number(value);
  if (/^\d+$/.test(value) && count >= minResults && count <= maxResults) return count;
  throw refuse("max_results", value, `is not between ${minResults} and ${maxResults}`);
}

function parseId(name: string, value: string | undefined): string | undefined {
  if (value === undefined || mayExist(value)) return value;
  throw refuse(name, value, `does not match ${idPattern.source}`);
}

function parseTime(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = timePattern.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw refuse(name, value, "is not a time like 2026-11-22T09:00:00Z");
}

const refuse = (name: string, value: string, why: string): Refusal =>
  new Refusal(invalidRequest([invalidValue(name, value, why)]));
