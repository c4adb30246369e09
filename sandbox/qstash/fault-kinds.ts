/**
 * The fault menu: the bad days that the sandbox can play. A fault is
 *
 *     { kind, params?, match?, count? }
 *
 * and holds until it has happened `count` times, or until it is removed. Every field of `match` must fit:
 * `label` is one of the message's labels, `body` a part of its body, `method` the HTTP method, `path` the beginning
 * of a path: the API's own for `api-*` (`/v2/messages`), the destination's for the others. For `api-*`, label and
 * body are those of the request (`Upstash-Label`, and the raw body). Without `match` everything fits. Where several
 * faults of one kind fit, the oldest happens.
 *
 * | kind           | params                        | what happens                                                       |
 * |----------------|-------------------------------|--------------------------------------------------------------------|
 * | api-status     | status, body, headers, when   | the API answers with this status; 429 brings Burst-RateLimit-*      |
 * | api-hang       | when                          | the API never answers; the connection stays open                    |
 * | api-cut        | when                          | the connection is cut without an answer                             |
 * | api-slow       | ms                            | the API answers, ms late                                            |
 * | publish-lost   |                               | publish answers with an id, and nothing is kept: GET 404, no log    |
 * | deliver-never  |                               | the message looks alive for ever, and its time never comes          |
 * | deliver-late   | ms                            | the first delivery starts ms after its time                         |
 * | deliver-twice  |                               | a delivery is made twice at once                                    |
 * | deliver-again  | ms                            | a delivery that succeeded is made again ms later                    |
 * | deliver-forged | how                           | a delivery is signed wrongly: another `key`, `body` or `url`,       |
 * |                |                               | `expired` a day ago, or not signed at all (`missing`)               |
 * | deliver-unheard|                               | the answer to a delivery is lost: it counts as failed               |
 * | logs-lag       | ms                            | log rows show only when they are ms old                             |
 * | logs-expired   | ms                            | log rows older than ms are gone                                     |
 * | logs-cut       | rows, cursor                  | a page of the log holds that many rows, with a cursor or without    |
 * | get-lag        | ms                            | GET still answers 200 for ms after the message's end                |
 *
 * `when` is `before` (nothing was done; the default) or `after` (it was done, and the caller can't know).
 */
import { z } from "zod";

const match = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  label: z.string().optional(),
  body: z.string().optional(),
});

const kind = <Kind extends string, Params extends z.ZodType>(name: Kind, params: Params) =>
  z.strictObject({
    kind: z.literal(name),
    params,
    match: match.default({}),
    count: z.number().int().positive().optional(),
  });

const none = z.strictObject({}).default({});
const ms = z.number().int().nonnegative();
const when = z.enum(["before", "after"]).default("before");
const onlyWhen = z.strictObject({ when }).default({ when: "before" });
const onlyMs = z.strictObject({ ms });

export const faultSchema = z.discriminatedUnion("kind", [
  kind(
    "api-status",
    z.strictObject({
      status: z.number().int().min(400).max(599),
      body: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      when,
    }),
  ),
  kind("api-hang", onlyWhen),
  kind("api-cut", onlyWhen),
  kind("api-slow", onlyMs),
  kind("publish-lost", none),
  kind("deliver-never", none),
  kind("deliver-late", onlyMs),
  kind("deliver-twice", none),
  kind("deliver-again", onlyMs),
  kind(
    "deliver-forged",
    z
      .strictObject({ how: z.enum(["key", "body", "url", "expired", "missing"]).default("key") })
      .default({ how: "key" }),
  ),
  kind("deliver-unheard", none),
  kind("logs-lag", onlyMs),
  kind("logs-expired", onlyMs),
  kind("logs-cut", z.strictObject({ rows: z.number().int().positive(), cursor: z.boolean().default(true) })),
  kind("get-lag", onlyMs),
]);

export type FaultKind = z.infer<typeof faultSchema>["kind"];
export type Fault = z.infer<typeof faultSchema> & { id: string };
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** Every kind with the names of its params, for the form on the page. */
export const faultParams: Record<FaultKind, string[]> = {
  "api-status": ["status", "when"],
  "api-hang": ["when"],
  "api-cut": ["when"],
  "api-slow": ["ms"],
  "publish-lost": [],
  "deliver-never": [],
  "deliver-late": ["ms"],
  "deliver-twice": [],
  "deliver-again": ["ms"],
  "deliver-forged": ["how"],
  "deliver-unheard": [],
  "logs-lag": ["ms"],
  "logs-expired": ["ms"],
  "logs-cut": ["rows"],
  "get-lag": ["ms"],
};
