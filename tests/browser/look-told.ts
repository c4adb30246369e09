// What people are told, and a tweet's story, for looking at the studio.
import { bannerWords } from "../../src/domain/banner-words";
import { type Notice, noticeWords } from "../../src/domain/notices";
import type { BannerItem, NoticeView } from "../../src/server/notices/view";
import type { HistoryView } from "../../src/server/tweets/get-history";
import { mira, roost } from "./look-queue";

const minuteMs = 60_000;

/** Something open, something read, something over, and what stops tweets now. */
export function trouble(now: Date): { notices: NoticeView[]; banner: BannerItem[] } {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs);
  const told = (
    id: number,
    minutes: number,
    notice: Notice,
    changes: Partial<NoticeView> = {},
  ): NoticeView => ({
    ...noticeWords(notice, notice.kind === "reconnect" ? roost.handle : mira.handle),
    id: `00000000-0000-4000-8000-00000000000${id}`,
    kind: notice.kind,
    at: ago(minutes),
    isRead: false,
    isOver: false,
    tweetId: "f1",
    scheduledFor: notice.kind === "reconnect" ? null : ago(minutes + 1),
    excerpt: notice.kind === "reconnect" ? null : "The roost is quiet at night, and that is how we like it.",
    account: notice.kind === "reconnect" ? roost : mira,
    ...changes,
  });
  return {
    notices: [
      told(1, 4, { kind: "unconfirmed", detail: {} }),
      told(2, 25, { kind: "reconnect", detail: { since: ago(25).toISOString() } }),
      told(3, 40, { kind: "missed", detail: { hold: "reconnect" } }),
      told(4, 60, { kind: "failed", detail: { failure: "duplicate" } }, { isRead: true }),
      told(5, 1600, { kind: "orphaned", detail: { reason: "REMOVED" } }, { isOver: true, acts: [] }),
    ],
    banner: [
      {
        ...bannerWords("reconnect", "account", roost.handle, 4),
        account: roost,
        since: ago(25),
        until: null,
        waiting: 4,
        started: 1,
      },
      {
        ...bannerWords("rateLimit", "account", mira.handle, 1),
        account: mira,
        since: ago(2),
        until: new Date(now.getTime() + 11 * minuteMs),
        waiting: 1,
        started: 0,
      },
    ],
  };
}

/** A thread that X stopped taking half way. */
export function aStory(now: Date): HistoryView {
  const base = now.getTime() - 40 * minuteMs;
  const line = (
    second: number,
    who: string,
    text: string,
    tone: "good" | "bad" | "plain" = "plain",
    small: string | null = null,
  ) => ({ id: String(second), at: new Date(base + second * 1000), who, text, tone, small });
  return {
    tweetId: "f1",
    now,
    isDeleted: false,
    why: {
      question: "Why did it not go out?",
      answer:
        "X refused the third part at 10:00:04 as a duplicate of an earlier post. Parts 1 and 2 are out. Roost did not send it again.",
    },
    lines: [
      line(-86_400, "You", "You scheduled it for 10:00:00.", "plain", "revision 1"),
      line(-86_399, "Roost, at your command", "QStash took the message.", "plain", "message msg_7YoJxFp"),
      line(0, "Roost, woken by QStash", "QStash delivered the message.", "plain", "message msg_7YoJxFp"),
      line(1, "Roost, woken by QStash", "X took part 1.", "good", "post 1859000000000000001, status 201"),
      line(3, "Roost, woken by QStash", "X took part 2.", "good", "post 1859000000000000002, status 201"),
      line(
        4,
        "Roost, woken by QStash",
        "X refused part 3: You are not allowed to create a Tweet with duplicate content.",
        "bad",
        "attempt 4b1c, status 403",
      ),
    ],
  };
}
