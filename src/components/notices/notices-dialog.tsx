import { readingWords } from "~/trpc/read-error";
import { personZone } from "../time/person-zone";
import { Button } from "../ui/button";
import { StudioDialog } from "../ui/dialog";
import { byDay } from "./by-day";
import { NoticeItem } from "./notice-item";
import { useNotices } from "./use-notices";

/** What people were told, by day, with what may be done about it. */
export function NoticesDialog({ onClose }: { onClose: () => void }) {
  const all = useNotices();
  const zone = personZone();
  const { now } = all;
  const hasUnread = (all.unread?.count ?? 0) > 0;
  return (
    <StudioDialog title="Notices" size="wide" onClose={onClose}>
      <div className="flex min-h-48 flex-col gap-4 p-5">
        {!all.isRead && (
          <p className="after-pause text-14 text-muted">
            {all.error ? readingWords(all.error, false) : "Reading…"}
          </p>
        )}
        {all.isRead && all.error && (
          <p role="status" className="text-13 text-warn">
            {readingWords(all.error, true)}
          </p>
        )}
        {all.isRead && all.notices.length === 0 && (
          <p className="text-14 text-muted">
            Nothing so far. What fails, is in doubt or stops your tweets is told here.
          </p>
        )}
        {now &&
          byDay(all.notices, now, zone).map(({ key, title, items }) => (
            <section key={key} aria-labelledby={`notices-${key}`}>
              <h3 id={`notices-${key}`} className="border-b border-line pb-2 text-13 font-semibold">
                {title}
              </h3>
              <ul>
                {items.map((notice) => (
                  <NoticeItem
                    key={notice.id}
                    notice={notice}
                    now={now}
                    zone={zone}
                    onRead={() => all.markRead(notice.id)}
                  />
                ))}
              </ul>
            </section>
          ))}
        {now && all.notices.length > 0 && (
          <div className="flex flex-wrap justify-between gap-2">
            <Button
              look="quiet"
              className="-ml-3"
              aria-disabled={!hasUnread}
              isBusy={all.isMarking}
              busyLabel="Marking…"
              onClick={() => hasUnread && all.markAllRead(now)}
            >
              {hasUnread ? "Mark all as read" : "All are read"}
            </Button>
            {all.older && (
              <Button isBusy={all.isReadingOlder} busyLabel="Reading…" onClick={() => void all.older?.()}>
                Show older ones
              </Button>
            )}
          </div>
        )}
      </div>
    </StudioDialog>
  );
}
