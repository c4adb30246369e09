import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { useTRPC } from "~/trpc/context";
import { findTweet } from "../queue/apply-tweet";
import { serverNow } from "../queue/queue-cache";
import { useQueue } from "../queue/use-queue";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { StateChip } from "../tweet/state-chip";
import { tweetNotes } from "../tweet/tweet-notes";
import { StudioDialog } from "../ui/dialog";
import { DetailActs } from "./detail-acts";
import { DetailPart } from "./detail-part";

/** A tweet that no list shows is read by itself while it is open. */
const everyMs = 3000;

/** All of a tweet as it stands now: its parts as they are read, how far each is, and what may be done. */
export function DetailDialog({ tweet: opened, onClose }: { tweet: TweetView; onClose: () => void }) {
  const trpc = useTRPC();
  const { view } = useQueue();
  const listed = view && findTweet(view, opened.id);
  const { data } = useQuery(
    trpc.tweet.get.queryOptions({ id: opened.id }, { enabled: !listed, refetchInterval: everyMs }),
  );
  const tweet = listed ?? data ?? opened;
  const now = serverNow(useQueryClient());
  const zone = personZone();
  const at = tweet.scheduledFor ?? tweet.publishedAt;
  const count = tweet.parts.length;

  return (
    <StudioDialog
      title={count > 1 ? `Thread of ${count} parts` : "Tweet"}
      description={[`@${tweet.account.handle}`, at && momentText(at, now, zone)].filter(Boolean).join(", ")}
      size="wide"
      onClose={onClose}
    >
      <div className="flex flex-col gap-4 p-5" data-detail={tweet.id}>
        <div>
          <StateChip tweet={tweet} />
          {tweetNotes(tweet, { now, zone }).map((note) => (
            <p key={note} className="mt-1 max-w-prose text-13 text-muted">
              {note}
            </p>
          ))}
        </div>
        <ol className="border-t border-line">
          {tweet.parts.map((part) => (
            <DetailPart key={part.position} part={part} count={count} tweet={tweet} />
          ))}
        </ol>
        <DetailActs tweet={tweet} />
      </div>
    </StudioDialog>
  );
}
