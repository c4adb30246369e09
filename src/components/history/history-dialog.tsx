import { useQuery } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { useTRPC } from "~/trpc/context";
import { readingWords } from "~/trpc/read-error";
import { byDay } from "../notices/by-day";
import { personZone, zoneName } from "../time/person-zone";
import { tweetExcerpt } from "../tweet/excerpt";
import { buttonClass } from "../ui/button";
import { StudioDialog } from "../ui/dialog";
import { HistoryItem } from "./history-item";

/** While it is open, what happens meanwhile is added. */
const everyMs = 3000;

/** What befell a tweet, in order and in plain words; above it, why it did not go out, or went out late. */
export function HistoryDialog({ tweet, onClose }: { tweet: TweetView; onClose: () => void }) {
  const trpc = useTRPC();
  const zone = personZone();
  const { data, error } = useQuery(
    trpc.tweet.get_history.queryOptions({ id: tweet.id, zone }, { refetchInterval: everyMs }),
  );
  return (
    <StudioDialog title="History" description={`“${tweetExcerpt(tweet)}”`} size="wide" onClose={onClose}>
      <div className="flex min-h-64 flex-col gap-5 p-5">
        {!data && (
          <p className="after-pause text-14 text-muted">{error ? readingWords(error, false) : "Reading…"}</p>
        )}
        {data && error && (
          <p role="status" className="text-13 text-warn">
            {readingWords(error, true)}
          </p>
        )}
        {data?.why && (
          <div className="max-w-prose border-l-2 border-accent pl-4 text-14">
            <h3 className="font-semibold">{data.why.question}</h3>
            <p className="mt-1">{data.why.answer}</p>
          </div>
        )}
        {data &&
          byDay(data.lines, data.now, zone).map(({ key, title, items }, index) => (
            <section key={key} aria-labelledby={`history-${key}`}>
              <div className="flex items-baseline justify-between gap-4 border-b border-line pb-2">
                <h3 id={`history-${key}`} className="text-13 font-semibold">
                  {title}
                </h3>
                {index === 0 && <span className="text-12 text-muted">{zoneName(zone)}</span>}
              </div>
              <ol>
                {items.map((line) => (
                  <HistoryItem key={line.id} line={line} zone={zone} />
                ))}
              </ol>
            </section>
          ))}
        {data && (
          <a href={`/api/tweets/${tweet.id}/history`} download className={buttonClass("line", "self-start")}>
            Download as JSON
          </a>
        )}
      </div>
    </StudioDialog>
  );
}
