// All that a claim is decided on, read in one statement: the tweet, its account and parts, earlier tries, the holds and
// the time. Nothing is locked: whoever then moves the tweet names what he has seen.
import type { AppHold, TweetStatus } from "~/generated/prisma/client";
import type { Collaborators } from "../collaborators";
import { kept } from "../kept-statement";
import type { StoredToken } from "../x/tokens";
import type { Holdable } from "./holds";
import type { Try } from "./open-attempt";

export type DuePart = { id: string; position: number; text: string; xId: string | null; hasFiles: boolean };

export type Due = {
  now: Date;
  id: string;
  userId: string;
  accountId: string;
  revision: number;
  status: TweetStatus;
  scheduledFor: Date | null;
  nextAttemptAt: Date | null;
  latenessLimitS: number | null;
  startedAt: Date | null;
  account: Holdable & StoredToken;
  /** In their order. */
  parts: DuePart[];
  tries: Try[];
  /** All there are, those that ran out too. */
  appHolds: AppHold[];
};

type Row = Omit<Due, "account" | "appHolds"> & Due["account"] & { appHolds: Stored<AppHold>[] };

/** A row as JSON: its times are texts. */
type Stored<T> = { [K in keyof T]: Date extends T[K] ? string | Exclude<T[K], Date> : T[K] };

/** Returns null for a tweet that never was, or was deleted. */
export async function readDue(c: Pick<Collaborators, "db" | "clock">, id: string): Promise<Due | null> {
  const [row] = await c.db.$queryRaw<Row[]>`${kept}
    SELECT ${c.clock.inSql()} AS "now", t."id", t."userId", t."accountId", t."revision", t."status"::text, t."scheduledFor",
      t."nextAttemptAt", t."latenessLimitS", t."startedAt",
      a."holdReason", a."holdUntil", a."holdSince", a."pausedAt", a."accessToken", a."expiresAt", a."tokenVersion",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p."id", 'position', p."position", 'text', p."text", 'xId', p."xId",
          'hasFiles', EXISTS (SELECT FROM "PartMedia" m WHERE m."partId" = p."id")) ORDER BY p."position"), '[]')
        FROM "Part" p WHERE p."tweetId" = t."id") AS "parts",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('partPosition', y."partPosition", 'revision', y."revision",
          'outcome', y."outcome")), '[]') FROM "Attempt" y WHERE y."tweetId" = t."id") AS "tries",
      (SELECT coalesce(jsonb_agg(to_jsonb(h)), '[]') FROM "AppHold" h) AS "appHolds"
    FROM "Tweet" t JOIN "XAccount" a ON a."id" = t."accountId"
    WHERE t."id" = ${id}::uuid AND t."deletedAt" IS NULL`;
  if (!row) return null;
  const { holdReason, holdUntil, holdSince, pausedAt, accessToken, expiresAt, tokenVersion, ...tweet } = row;
  const account = { holdReason, holdUntil, holdSince, pausedAt, accessToken, expiresAt, tokenVersion };
  return { ...tweet, account, appHolds: row.appHolds.map(toAppHold) };
}

function toAppHold({ until, probeAfter, since, ...hold }: Stored<AppHold>): AppHold {
  const toDate = (time: string | null) => (time === null ? null : new Date(time));
  return { ...hold, since: new Date(since), until: toDate(until), probeAfter: toDate(probeAfter) };
}
