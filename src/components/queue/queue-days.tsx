"use client";

import { Fragment, useMemo } from "react";
import type { QueueView, TweetView } from "~/server/tweets/view";
import { personZone, zoneName } from "../time/person-zone";
import { timeText, wallClock } from "../time/wall-clock";
import { StartedActs } from "../tweet/started-acts";
import { tweetNotes } from "../tweet/tweet-notes";
import { TweetRow } from "../tweet/tweet-row";
import { groupByDay, shownTime } from "./group-by-day";
import { NowLine } from "./now-line";
import { useServerNow } from "./use-server-now";

/** Posted and upcoming tweets by day, with a line where now is. */
export function QueueDays({ view }: { view: QueueView }) {
  const zone = personZone();
  const now = useServerNow();
  const days = useMemo(
    () => groupByDay([...view.posted, ...view.upcoming], now, zone),
    [view.posted, view.upcoming, now, zone],
  );

  const row = (tweet: TweetView) => {
    const at = shownTime(tweet);
    return (
      <TweetRow
        tweet={tweet}
        time={at ? timeText(wallClock(at, zone)) : ""}
        notes={tweetNotes(tweet, { now, zone })}
      >
        {tweet.started && tweet.state !== "posting" && <StartedActs tweet={tweet} />}
      </TweetRow>
    );
  };

  return days.map((day, index) => (
    <section key={day.key} aria-labelledby={`day-${day.key}`} className="mb-8">
      <div className="flex items-baseline justify-between gap-4 border-b border-line pb-2">
        <h2 id={`day-${day.key}`} className="text-14 font-semibold">
          {day.title}
        </h2>
        {index === 0 && <span className="text-12 text-muted">{zoneName(zone)}</span>}
      </div>
      <ul>
        {day.tweets.map((tweet, position) => (
          <Fragment key={tweet.id}>
            {day.nowIndex === position && <NowLine now={now} zone={zone} />}
            {row(tweet)}
          </Fragment>
        ))}
        {day.nowIndex === day.tweets.length && <NowLine now={now} zone={zone} />}
      </ul>
      {day.nowIndex !== null && day.tweets.length === 0 && (
        <p className="py-3 text-13 text-muted">Nothing today.</p>
      )}
    </section>
  ));
}
