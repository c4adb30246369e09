// The flight recorder: what befell a tweet beside its moves, numbered in one row with them.
import type { Actor, FlightFact } from "~/domain/flight";
import { policy } from "~/domain/policy";
import { quote } from "~/domain/quote";
import { storable } from "~/domain/text";
import { Prisma } from "~/generated/prisma/client";
import type { Collaborators } from "./collaborators";
import type { Tx } from "./db";

export type FlightEntry = FlightFact & {
  tweetId: string;
  /** Left out: the tweet's owner. An entry about no tweet of anybody's is not kept. */
  userId?: string;
  at: Date;
  actor: Actor;
  revision?: number | null;
};

/** The time may be left out: it is read from the clock. */
export type FlightNote = FlightEntry extends infer E
  ? E extends FlightEntry
    ? Omit<E, "at"> & { at?: Date }
    : never
  : never;

/**
 * Records in a transaction of the caller's, and fails with it. Returns the entries' ids, in order.
 * `words` in a detail are cut and cleared of secrets here; other strings are ours.
 */
export async function recordFlight(tx: Tx, entries: FlightEntry[]): Promise<bigint[]> {
  return (await insert(tx, entries)).map(({ id }) => id);
}

/**
 * Records outside of any transaction. Never throws: what cannot be recorded is logged, and the work goes on. Never
 * called while a transaction is open, as it takes a connection of its own. Returns the ids, none when it failed.
 */
export async function noteFlight(
  c: Pick<Collaborators, "db" | "clock" | "log">,
  notes: FlightNote[],
): Promise<bigint[]> {
  if (notes.length === 0) return [];
  try {
    const now = notes.every(({ at }) => at) ? undefined : await c.clock.now();
    const written = await insert(
      c.db,
      notes.map((note) => ({ ...note, at: note.at ?? (now as Date) })),
    );
    const full = written.filter(({ before }) => before >= policy.history.maxEntries);
    for (const tweetId of new Set(full.map((row) => row.tweetId))) await cutAlone(c, tweetId);
    return written.map(({ id }) => id);
  } catch (error) {
    logUnrecorded(c, notes, error);
    return [];
  }
}

/** Adds to the details of entries what became of them. Never throws. */
export async function completeFlight(
  c: Pick<Collaborators, "db" | "log">,
  ids: bigint[],
  detail: Record<string, string>,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await c.db.$executeRaw`
      UPDATE "FlightEntry" SET "detail" = "detail" || ${flightDetail(detail)}::jsonb
      WHERE "id" = ANY(${ids}::bigint[]) AND "kind" <> 'cut'`;
  } catch (error) {
    c.log.warn({ flightIds: ids.map(String), error }, "flight.uncompleted");
  }
}

/**
 * Records by a statement of the caller's: an entry for each row of `from`, which has a tweet's id, userId and revision.
 * Goes with that statement, as recordFlight does with its transaction. Gives the entry's `id`.
 * @param at when, an expression over `from`.
 */
export function flightInSql(
  fact: FlightFact & { actor: Actor },
  from: Prisma.Sql,
  at: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "FlightEntry" ("tweetId", "userId", "at", "kind", "actor", "revision", "detail")
    SELECT "id", "userId", ${at}, ${fact.kind}, ${fact.actor}, "revision",
      ${flightDetail(fact.detail)}::jsonb
    FROM ${from}
    RETURNING "id"`;
}

type Written = { id: bigint; tweetId: string; before: number };

async function insert(tx: Tx, entries: FlightEntry[]): Promise<Written[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry, place) => ({
    place,
    tweetId: entry.tweetId,
    userId: entry.userId ?? null,
    at: entry.at.toISOString(),
    kind: entry.kind,
    actor: entry.actor,
    revision: entry.revision ?? null,
    detail: clean(entry.detail),
  }));
  return tx.$queryRaw<Written[]>`
    INSERT INTO "FlightEntry" ("tweetId", "userId", "at", "kind", "actor", "revision", "detail")
    SELECT e."tweetId", COALESCE(e."userId", t."userId"), e."at", e."kind", e."actor", e."revision", e."detail"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e("place" int, "tweetId" uuid, "userId" uuid,
      "at" timestamptz, "kind" text, "actor" text, "revision" int, "detail" jsonb)
    LEFT JOIN "Tweet" t ON t."id" = e."tweetId"
    WHERE COALESCE(e."userId", t."userId") IS NOT NULL
    ORDER BY e."place"
    RETURNING "id", "tweetId",
      (SELECT count(*)::int FROM "FlightEntry" f WHERE f."tweetId" = "FlightEntry"."tweetId") AS "before"`;
}

/** One at a time cuts a tweet's entries; the others need not wait for it. */
async function cutAlone(c: Pick<Collaborators, "db" | "log">, tweetId: string): Promise<void> {
  try {
    await c.db.$transaction(async (tx) => {
      const [lock] = await tx.$queryRaw<{ isTaken: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${tweetId}, 0)) AS "isTaken"`;
      if (lock?.isTaken) await cutMiddle(tx, tweetId);
    });
  } catch (error) {
    c.log.warn({ tweetId, error }, "flight.uncut");
  }
}

/** The first left-out entry becomes the note that tells how many there were. */
async function cutMiddle(tx: Tx, tweetId: string): Promise<void> {
  const { firstEntries, lastEntries, maxEntries } = policy.history;
  await tx.$executeRaw`
    WITH ranked AS (
      SELECT "id", "kind", "detail", row_number() OVER (ORDER BY "id") AS "place", count(*) OVER () AS "total"
      FROM "FlightEntry" WHERE "tweetId" = ${tweetId}::uuid),
    middle AS (
      SELECT * FROM ranked
      WHERE "total" > ${maxEntries} AND "place" > ${firstEntries} AND "place" <= "total" - ${lastEntries}),
    gone AS (
      DELETE FROM "FlightEntry" WHERE "id" IN (SELECT "id" FROM middle WHERE "place" > ${firstEntries + 1}))
    UPDATE "FlightEntry" SET "kind" = 'cut', "actor" = 'reconciler', "revision" = NULL, "detail" = jsonb_build_object(
      'entries', (SELECT sum(CASE "kind" WHEN 'cut' THEN ("detail"->>'entries')::int ELSE 1 END) FROM middle))
    WHERE "id" = (SELECT min("id") FROM middle)`;
}

/** A detail as it is stored: JSON, cut, and clear of what no database takes. */
export function flightDetail(detail: object): string {
  return JSON.stringify(clean(detail));
}

function clean(detail: object): object {
  const { maxWordsCharacters } = policy.history;
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (typeof value !== "string") return [name, value];
      return [
        name,
        name === "words" ? quote(value, maxWordsCharacters) : storable(value, maxWordsCharacters),
      ];
    }),
  );
}

function logUnrecorded(c: Pick<Collaborators, "log">, notes: FlightNote[], error: unknown): void {
  const [first] = notes;
  c.log.warn({ tweetId: first?.tweetId, kind: first?.kind, count: notes.length, error }, "flight.unrecorded");
}
