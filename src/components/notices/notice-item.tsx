import type { NoticeView } from "~/server/notices/view";
import { momentText } from "../time/time-words";
import { timeText, wallClock } from "../time/wall-clock";
import { Button } from "../ui/button";
import { NoticeActs } from "./notice-acts";
import { SeverityIcon } from "./severity-icon";

type NoticeItemProps = { notice: NoticeView; now: Date; zone: string; onRead: () => void };

/** One thing that people were told: what happened, what to do, and the acts for it. */
export function NoticeItem({ notice, now, zone, onRead }: NoticeItemProps) {
  const { title, next, severity, at, isRead, isOver } = notice;
  const isNew = !isRead && !isOver;
  return (
    <li
      data-notice={notice.kind}
      data-unread={isNew}
      className="flex gap-2 border-b border-line py-3 text-13"
    >
      <SeverityIcon of={isOver ? "over" : severity} />
      <div className="min-w-0 grow">
        <p className={isNew ? "font-medium text-ink" : "text-muted"}>
          {title}
          {isOver && " This is over."}
        </p>
        <AboutTweet notice={notice} now={now} zone={zone} />
        {!isOver && <p className="mt-0.5 text-muted">{next}</p>}
        <div className="mt-2 flex flex-wrap items-center gap-2 empty:hidden">
          <NoticeActs notice={notice} onRead={onRead} />
          {isNew && (
            <Button look="quiet" onClick={onRead}>
              Mark as read
            </Button>
          )}
        </div>
      </div>
      <time dateTime={at.toISOString()} className="shrink-0 text-muted">
        {timeText({ ...wallClock(at, zone), second: 0 })}
      </time>
    </li>
  );
}

/** Which tweet it is about: a notice may publish it. */
function AboutTweet({ notice: { excerpt, scheduledFor }, now, zone }: Omit<NoticeItemProps, "onRead">) {
  if (!excerpt && !scheduledFor) return null;
  return (
    <p className="mt-0.5 break-words text-ink">
      {excerpt && `“${excerpt}”`}
      {scheduledFor && (
        <span className="tabular text-muted">
          {excerpt && " · "}planned for {momentText(scheduledFor, now, zone)}
        </span>
      )}
    </p>
  );
}
