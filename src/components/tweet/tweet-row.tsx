import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { TweetView } from "~/server/tweets/view";
import { MediaMark } from "../media/media-mark";
import { useStudio } from "../shell/studio-context";
import { rowText } from "./excerpt";
import { MoreButton } from "./more-button";
import { PartsButton } from "./parts-button";
import { StateChip } from "./state-chip";
import { TweetConfirm } from "./tweet-confirm";

type TweetRowProps = {
  tweet: TweetView;
  /** "14:30" in the queue, "was Mon 23 Nov, 16:00" off it; empty without a time. */
  time: string;
  notes: string[];
  /** Always in lines, with more of the text: for what needs a person's look. */
  isStacked?: boolean;
  /** The next act; beside the text where there is room. */
  act?: ReactNode;
  /** Further acts, under the text. */
  children?: ReactNode;
};

/** In place of the words of a tweet that only shows something. */
const wordless = "No words, only media";

/** A tweet wherever it is listed: one line on a wide page, two on a narrow one, its notes below. */
export function TweetRow(props: TweetRowProps) {
  const { tweet, time, notes, isStacked = false, act, children } = props;
  const { confirming, overlay } = useStudio();
  const isAskedAbove = overlay?.kind === "detail" && overlay.tweet.id === tweet.id;
  const text = rowText(tweet);
  return (
    <li
      data-tweet-id={tweet.id}
      data-state={tweet.state}
      tabIndex={-1}
      className={clsx(
        "tweet-row border-b border-line py-3 focus-visible:outline-offset-[-2px]",
        isStacked && "is-stacked",
      )}
    >
      <time
        dateTime={tweet.scheduledFor?.toISOString()}
        className="text-13 text-muted [grid-area:time]"
        hidden={time === ""}
      >
        {time}
      </time>
      <div className="[grid-area:chip]">
        <StateChip tweet={tweet} />
      </div>
      <div className="min-w-0 [grid-area:body]">
        <p
          dir="auto"
          title={text}
          className={clsx(
            "text-14 break-words text-ink",
            isStacked ? "mt-1.5 line-clamp-3" : "mt-1.5 line-clamp-2 sm:mt-0 sm:line-clamp-1",
          )}
        >
          {text || <span className="text-muted">{wordless}</span>}
        </p>
        {notes.map((note) => (
          <p key={note} className="mt-1 max-w-prose text-13 text-muted">
            {note}
          </p>
        ))}
        {children && <div className="mt-3 flex flex-wrap items-center gap-2">{children}</div>}
      </div>
      <p className="min-w-0 truncate text-right text-13 text-muted [grid-area:account] sm:max-w-36">
        <MediaMark tweet={tweet} />
        <PartsButton tweet={tweet} />@{tweet.account.handle}
      </p>
      {act && <div className="mt-3 [grid-area:act] sm:-my-1.5">{act}</div>}
      <MoreButton tweet={tweet} />
      {confirming?.tweetId === tweet.id && !isAskedAbove && (
        <TweetConfirm tweet={tweet} act={confirming.act} />
      )}
    </li>
  );
}
