// The bell's list, newest first, and how many of all are unread.
import { isNoticeKind, type Notice, noticeWords } from "~/domain/notices";
import { policy } from "~/domain/policy";
import { excerpt } from "~/domain/text";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { type NoticeCursor, type NoticeRow, readNotices } from "./read-notices";
import { countUnreadOf } from "./unread-count";
import type { NoticeList, NoticeView } from "./view";

/** @throws AppError BAD_INPUT for a cursor that is not ours */
export async function listNotices(
  c: Collaborators,
  input: { userId: string; cursor?: string | undefined },
): Promise<NoticeList> {
  const after = input.cursor === undefined ? null : fromCursor(input.cursor);
  const now = await c.clock.now();
  const { rows: pageRows } = policy.notices;
  const [rows, unread] = await Promise.all([
    readNotices(c.db, input.userId, after, pageRows, now),
    countUnreadOf(c, input.userId, now),
  ]);
  const last = rows.at(-1);
  return {
    now,
    notices: rows.flatMap((row) => toView(row) ?? []),
    nextCursor: rows.length === pageRows && last ? `${last.at.getTime()}_${last.id}` : null,
    unread,
  };
}

/** Null for a kind that only another version knows. */
function toView(row: NoticeRow): NoticeView | null {
  if (!isNoticeKind(row.kind)) return null;
  const notice = { kind: row.kind, detail: row.detail ?? {} } as Notice;
  const { severity, title, next, acts } = noticeWords(notice, row.handle);
  const { id, at, tweetId, scheduledFor, text, accountId, handle, isOver } = row;
  return {
    id,
    kind: row.kind,
    severity,
    title,
    next,
    acts: isOver ? [] : acts,
    at,
    isRead: row.readAt !== null,
    isOver,
    tweetId,
    scheduledFor,
    excerpt: text ? excerpt(text) : null,
    account: accountId && handle ? { id: accountId, handle } : null,
  };
}

function fromCursor(cursor: string): NoticeCursor {
  const match = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!match?.[1] || !match[2])
    throw new AppError("BAD_INPUT", "This page of the list is not there. Reload the page.");
  return { at: new Date(Number(match[1])), id: match[2] };
}
