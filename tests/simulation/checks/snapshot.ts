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
  pausedAt: string | null;
};

export type NoticeRow = { tweetId: string | null; userId: string; kind: string };

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
};

export type Snapshot = {
  atMs: number;
  tweets: TweetRow[];
  parts: PartRow[];
  attempts: AttemptRow[];
  events: EventRow[];
  messages: MessageRow[];
  accounts: AccountRow[];
  notices: NoticeRow[];
  appHolds: { reason: string; until: string | null }[];
  qstash: QStashRow[];
  deadLetters: { id: string; messageId: string }[];
  posts: PostRow[];
};

const rowsOf = (from: string, columns = "r.*", order = "") =>
  `(SELECT coalesce(json_agg(s ${order}), '[]'::json) FROM (SELECT ${columns} FROM ${from} AS r) AS s)`;

const accountColumns = `r."id", r."userId", r."handle", r."xUserId", r."holdReason", r."holdUntil", r."pausedAt"`;
const qstashColumns = `r.id, r.phase, r.state, r."cancelRequestedAt", r."endedAt", r."dueAt", r.url, convert_from(r.body, 'UTF8') AS body`;
const postColumns = `r.id::text, r.user_id::text AS "userId", r.text, r.in_reply_to::text AS "inReplyTo",
  r.created_at AS "createdAt", r.deleted_at AS "deletedAt"`;

const statement = `SELECT json_build_object(
  'tweets', ${rowsOf(`"Tweet"`, "r.*", `ORDER BY s."createdAt", s."id"`)},
  'parts', ${rowsOf(`"Part"`, "r.*", `ORDER BY s."tweetId", s."position"`)},
  'attempts', ${rowsOf(`"Attempt"`, "r.*", `ORDER BY s."startedAt", s."id"`)},
  'events', ${rowsOf(`"Event"`, "r.*", `ORDER BY s."id"`)},
  'messages', ${rowsOf(`"Message"`, "r.*", `ORDER BY s."tweetId", s."revision", s."arming"`)},
  'accounts', ${rowsOf(`"XAccount"`, accountColumns)},
  'notices', ${rowsOf(`"Notification"`)},
  'appHolds', ${rowsOf(`"AppHold"`)},
  'qstash', ${rowsOf("qstash.messages", qstashColumns, "ORDER BY s.id")},
  'deadLetters', ${rowsOf("qstash.dlq", `r.id, r."messageId"`)},
  'posts', ${rowsOf("x.tweets", postColumns, "ORDER BY s.id::bigint")}
) AS world`;

export async function takeSnapshot(ground: Ground): Promise<Snapshot> {
  const { rows } = await ground.sql.query<{ world: Omit<Snapshot, "atMs"> }>({
    name: "snapshot",
    text: statement,
  });
  const world = rows[0]?.world;
  if (!world) throw new Error("The database said nothing of the world.");
  return { atMs: ground.time.now(), ...world };
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
