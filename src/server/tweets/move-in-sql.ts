// The pieces of a move that is one statement, with all that goes with it: what changes, its event, a new attempt.
// Each is for a WITH query whose `moved` is the moved row; moveTweet makes the same move of what can wait.
import type { Actor } from "~/domain/flight";
import type { MoveKind } from "~/domain/move-kinds";
import { Prisma, type Tweet, type TweetStatus } from "~/generated/prisma/client";

/** `SET`'s assignments. Fields by their names, values as they are stored. */
export function assigned(data: Partial<Tweet>): Prisma.Sql {
  const fields = Object.entries(data);
  return Prisma.join(fields.map(([name, value]) => Prisma.sql`${Prisma.raw(`"${name}"`)} = ${value}`));
}

/**
 * Inserts the event of the move.
 * @param at when, an expression over `moved`.
 */
export function eventInSql(event: {
  kind: MoveKind;
  from: TweetStatus;
  actor: Actor;
  at: Prisma.Sql;
  detail?: Prisma.InputJsonObject;
  /** What of the same query is numbered before it. */
  after?: string;
}): Prisma.Sql {
  const { kind, from, actor, at, after } = event;
  const turn = after ? Prisma.sql`, (SELECT count(*) FROM ${Prisma.raw(after)}) AS earlier` : Prisma.empty;
  const detail = event.detail ? JSON.stringify(event.detail) : null;
  return Prisma.sql`
    INSERT INTO "Event" ("tweetId", "at", "kind", "from", "to", "revision", "scheduledFor", "actor", "detail")
    SELECT moved."id", ${at}, ${kind}, ${from}::"TweetStatus", moved."status", moved."revision",
      moved."scheduledFor", ${actor}, ${detail}::jsonb
    FROM moved${turn}`;
}
