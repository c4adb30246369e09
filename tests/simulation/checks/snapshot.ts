// The whole world at one moment: what Roost's database, QStash's and X's say, read in one statement.
import type { Ground } from "../world/ground";

export type TweetRow = {
  id: string;
  userId: string;
  accountId: string;
  status: string;
  revision: number;
  arming: number;
  scheduledFor: string | null;
  nextAttemptAt: string | null;
  latenessLimitS: number | null;
  qstashId: string | null;
  leaseUntil: string | null;
  startedAt: string | null;
  deletedAt: string | null;
  orphanReason: string | null;
  failureKind: string | null;
  checkedAt: string | null;
  missingSince: string | null;
  nextLookAt: string | null;
  rollbackRequestedAt: string | null;
  rolledBackAt: string | null;
  [column: string]: unknown;
};

export type PartRow = {
  id: string;
  tweetId: string;
  position: number;
  text: string;
  state: string;
  xId: string | null;
};

export type AttemptRow = {
  id: string;
  tweetId: string;
  revision: number;
  partPosition: number;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
  detail: string | null;
  settlingSince: string | null;
  leaseUntil: string;
};

export type EventRow = {
  id: number;
  tweetId: string;
  at: string;
  kind: string;
  from: string | null;
  to: string;
  revision: number;
  scheduledFor: string | null;
  actor: string;
  detail: Record<string, unknown> | null;
};

export type MessageRow = {
  tweetId: string;
  revision: number;
  arming: number;
  qstashId: string | null;
  cancelRequestedAt: string | null;
  endedAt: string | null;
};

export type AccountRow = {
  id: string;
  userId: string;
  handle: string;
  xUserId: string;
  holdReason: string | null;
  holdUntil: string | null;
  holdSince: string | null;
  pausedAt: string | null;
};

export type NoticeRow = {
  tweetId: string | null;
  userId: string;
  kind: string;
  detail: Record<string, string> | null;
};

/** A message as QStash knows it. `body` is the JSON that names tweet and revision. */
export type QStashRow = {
  id: string;
  phase: string;
  state: string;
  cancelRequestedAt: number | null;
  endedAt: number | null;
  dueAt: number | null;
  url: string;
  body: string;
};

/** A post in X's ledger, the deleted ones too. */
export type PostRow = {
  id: string;
  userId: string;
  text: string;
  inReplyTo: string | null;
  createdAt: number;
  deletedAt: number | null;
  media: { sha256: string | null; altText: string | null }[];
};

/** A file of a part, in its place. */
export type ShownRow = { partId: string; position: number; sha256: string; altText: string | null };

export type Snapshot = {
  atMs: number;
  tweets: TweetRow[];
  parts: PartRow[];
  attempts: AttemptRow[];
  media: { userId: string; sha256: string }[];
  shown: ShownRow[];
  events: EventRow[];
  messages: MessageRow[];
  accounts: AccountRow[];
  notices: NoticeRow[];
  appHolds: { reason: string; until: string | null }[];
  qstash: QStashRow[];
  /** `time`: when QStash gave up, in ms. */
  deadLetters: { id: string; messageId: string; time: number }[];
  posts: PostRow[];
};

type Table = Exclude<keyof Snapshot, "atMs">;
type Row = Record<string, unknown>;

type Source = { from: string; columns?: string; key: string; order?: (a: Row, b: Row) => number };

const by =
  (...columns: string[]) =>
  (a: Row, b: Row): number => {
    for (const column of columns) {
      const [one, other] = [a[column] as string | number, b[column] as string | number];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  };

const sources: Record<Table, Source> = {
  tweets: { from: `"Tweet"`, key: `r."id"`, order: by("createdAt", "id") },
  parts: { from: `"Part"`, key: `r."id"`, order: by("tweetId", "position") },
  media: { from: `"Media"`, key: `r."id"`, columns: `r."userId", r."sha256"` },
  shown: {
    from: `"PartMedia"`,
    key: `r."id"`,
    order: by("partId", "position"),
    columns: `r."partId", r."position", r."altText", (SELECT m."sha256" FROM "Media" AS m WHERE m."id" = r."mediaId")`,
  },
  attempts: { from: `"Attempt"`, key: `r."id"`, order: by("startedAt", "revision", "id") },
  events: { from: `"Event"`, key: `r."id"`, order: by("id") },
  messages: { from: `"Message"`, key: `r."id"`, order: by("tweetId", "revision", "arming") },
  accounts: {
    from: `"XAccount"`,
    key: `r."id"`,
    order: by("handle"),
    columns: `r."id", r."userId", r."handle", r."xUserId", r."holdReason", r."holdUntil", r."holdSince", r."pausedAt"`,
  },
  notices: { from: `"Notification"`, key: `r."id"` },
  appHolds: { from: `"AppHold"`, key: `r."reason"` },
  qstash: {
    from: "qstash.messages",
    key: "r.id",
    // Its ids are drawn anew in each life.
    order: by("seq"),
    columns: `r.seq, r.id, r.phase, r.state, r."cancelRequestedAt", r."endedAt", r."dueAt", r.url, convert_from(r.body, 'UTF8') AS body`,
  },
  deadLetters: { from: "qstash.dlq", key: "r.seq", columns: `r.id, r."messageId", r.time` },
  posts: {
    from: "x.tweets",
    key: "r.id::text",
    order: (a, b) => Number(BigInt(String(a.id)) - BigInt(String(b.id))),
    columns: `r.id::text, r.user_id::text AS "userId", r.text, r.in_reply_to::text AS "inReplyTo",
      r.created_at AS "createdAt", r.deleted_at AS "deletedAt",
      (SELECT coalesce(json_agg(json_build_object('sha256', m.sha256, 'altText', m.alt_text) ORDER BY u.at), '[]'::json)
       FROM unnest(r.media_ids) WITH ORDINALITY AS u(id, at) LEFT JOIN x.media AS m ON m.id = u.id::bigint) AS media`,
  },
};
const tables = Object.keys(sources) as Table[];

/** Of each table how many rows it has, and those that were written since `$1`, each under its key. */
const statement = `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "horizon", ${tables
  .map((table) => {
    const { from, columns = "r.*", key } = sources[table];
    return `(SELECT json_build_array(count(*), coalesce(json_agg(json_build_array(${key}, (SELECT row_to_json(s) FROM (SELECT ${columns}) AS s)))
      FILTER (WHERE r.xmin::text::bigint >= $1::bigint), '[]'::json)) FROM ${from} AS r) AS "${table}"`;
  })
  .join(", ")}`;

type Answer = { horizon: string } & Record<
  Table,
  [count: number, written: [key: string | number, row: Row][]]
>;

/** What was read before: most of a world is as it was a step ago. */
type Known = { horizon: string; rows: Record<Table, { byKey: Map<string | number, Row>; inOrder: Row[] }> };

const known = new WeakMap<Ground, Known>();

/** Reads what was written since the last time, by transactions that had not ended then. */
export async function takeSnapshot(ground: Ground): Promise<Snapshot> {
  const before = known.get(ground) ?? nothing();
  let now = merge(before, await read(ground, before.horizon));
  // A row is gone, or all are: everything is read again.
  now ??= merge(nothing(), await read(ground, "0"));
  if (!now) throw new Error("The tables have more rows than they have keys.");
  known.set(ground, now);
  const { rows } = now;
  const world = Object.fromEntries(tables.map((table) => [table, rows[table].inOrder]));
  return { atMs: ground.time.now(), ...(world as Omit<Snapshot, "atMs">) };
}

async function read(ground: Ground, since: string): Promise<Answer> {
  const { rows } = await ground.sql.query<Answer>({ name: "snapshot", text: statement, values: [since] });
  if (!rows[0]) throw new Error("The database said nothing of the world.");
  return rows[0];
}

function nothing(): Known {
  const rows = Object.fromEntries(tables.map((table) => [table, { byKey: new Map(), inOrder: [] }]));
  return { horizon: "0", rows: rows as unknown as Known["rows"] };
}

/** Null where what was known and what was written are not all there is. */
function merge(before: Known, answer: Answer): Known | null {
  const merged: Known = { horizon: answer.horizon, rows: { ...before.rows } };
  for (const table of tables) {
    const [count, written] = answer[table];
    if (written.length > 0) {
      const byKey = new Map([...before.rows[table].byKey, ...written]);
      const { order } = sources[table];
      merged.rows[table] = { byKey, inOrder: order ? [...byKey.values()].sort(order) : [...byKey.values()] };
    }
    if (merged.rows[table].byKey.size !== count) return null;
  }
  return merged;
}

/** The messages of one tweet at QStash that may still be delivered. */
export function aliveMessages(world: Snapshot): (QStashRow & { tweetId: string; revision: number })[] {
  return world.qstash.flatMap((message) => {
    const isAlive =
      ["waiting", "held", "active"].includes(message.phase) && message.cancelRequestedAt === null;
    const { tweetId, revision } = JSON.parse(message.body) as { tweetId?: string; revision?: number };
    return isAlive && tweetId !== undefined && revision !== undefined
      ? [{ ...message, tweetId, revision }]
      : [];
  });
}
