import type pg from "pg";

// Ids are X's snowflakes; columns ending in _at are milliseconds since 1970.
const schema = `
CREATE TABLE IF NOT EXISTS accounts (
  id bigint PRIMARY KEY, handle text NOT NULL, name text NOT NULL, created_at bigint NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_handle ON accounts (lower(handle));

CREATE TABLE IF NOT EXISTS codes (
  hash text PRIMARY KEY, user_id bigint NOT NULL, redirect_uri text NOT NULL, challenge text NOT NULL,
  scope text NOT NULL, expires_at bigint NOT NULL, used_at bigint, family_id bigint);

CREATE TABLE IF NOT EXISTS families (
  id bigint PRIMARY KEY, user_id bigint NOT NULL, scope text NOT NULL, created_at bigint NOT NULL,
  killed_at bigint);
CREATE INDEX IF NOT EXISTS families_user ON families (user_id);

CREATE TABLE IF NOT EXISTS tokens (
  hash text PRIMARY KEY, family_id bigint NOT NULL REFERENCES families (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('access', 'refresh')),
  expires_at bigint NOT NULL, used_at bigint, revoked_at bigint);
CREATE INDEX IF NOT EXISTS tokens_family ON tokens (family_id);

CREATE TABLE IF NOT EXISTS tweets (
  id bigint PRIMARY KEY, user_id bigint NOT NULL, text text NOT NULL, duplicate_key text NOT NULL,
  shown_text text NOT NULL, urls jsonb NOT NULL, in_reply_to bigint, conversation_id bigint NOT NULL,
  reply_settings text NOT NULL, created_at bigint NOT NULL, deleted_at bigint);
CREATE INDEX IF NOT EXISTS tweets_user ON tweets (user_id, id DESC);
CREATE INDEX IF NOT EXISTS tweets_duplicate ON tweets (user_id, duplicate_key, created_at);

ALTER TABLE tweets ADD COLUMN IF NOT EXISTS media_ids text[] NOT NULL DEFAULT '{}';
CREATE INDEX IF NOT EXISTS tweets_conversation ON tweets (conversation_id, id);

CREATE TABLE IF NOT EXISTS media (
  id bigint PRIMARY KEY, user_id bigint NOT NULL, media_key text NOT NULL, media_type text NOT NULL,
  category text NOT NULL, total_bytes bigint NOT NULL, shared boolean NOT NULL, additional_owners text[] NOT NULL,
  created_at bigint NOT NULL, expires_at bigint NOT NULL,
  finalized_at bigint, sha256 text, found_type text, processing jsonb, alt_text text);

CREATE TABLE IF NOT EXISTS media_segments (
  media_id bigint NOT NULL REFERENCES media (id) ON DELETE CASCADE, index integer NOT NULL, bytes bytea NOT NULL,
  PRIMARY KEY (media_id, index));

CREATE TABLE IF NOT EXISTS rate_windows (
  key text PRIMARY KEY, started_at bigint NOT NULL, used integer NOT NULL);

CREATE TABLE IF NOT EXISTS faults (
  id bigserial PRIMARY KEY, kind text NOT NULL, match jsonb NOT NULL, params jsonb NOT NULL,
  count integer, hits integer NOT NULL DEFAULT 0, created_at bigint NOT NULL);

CREATE TABLE IF NOT EXISTS grants (
  seq bigserial PRIMARY KEY, at bigint NOT NULL, kind text NOT NULL, user_id bigint, detail text NOT NULL);

CREATE TABLE IF NOT EXISTS requests (
  seq bigserial PRIMARY KEY, at bigint NOT NULL, method text NOT NULL, path text NOT NULL, handle text,
  text text, status integer, faults text[] NOT NULL);

CREATE TABLE IF NOT EXISTS limits (name text PRIMARY KEY, value bigint NOT NULL);
`;

// Two starts on one new database would otherwise both try to create the same table.
const schemaLock = 7_261_001;

export async function ensureSchema(db: pg.Pool): Promise<void> {
  const client = await db.connect();
  try {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${schemaLock}); ${schema} COMMIT`);
  } finally {
    client.release();
  }
}

const tables = [
  ...["accounts", "codes", "families", "tokens", "tweets", "media", "media_segments"],
  ...["rate_windows", "faults", "grants", "requests", "limits"],
];

/**
 * Forgets everything but the shape of the tables. Row by row: truncating makes a new file for every table, which takes
 * far longer than a test's few rows.
 */
export async function emptyTables(db: pg.Pool): Promise<void> {
  await db.query(tables.map((table) => `DELETE FROM ${table}`).join("; "));
}
