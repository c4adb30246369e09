"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { QueueView, TweetView } from "~/server/tweets/view";
import { personZone } from "../time/person-zone";
import { shortMoment } from "../time/time-words";
import { StartedActs } from "../tweet/started-acts";
import { isMissed } from "../tweet/tweet-acts";
import { tweetNotes } from "../tweet/tweet-notes";
import { TweetRow } from "../tweet/tweet-row";
import { useTweetActs } from "../tweet/use-tweet-acts";
import { Button } from "../ui/button";
import { MissedActs } from "./missed-acts";
import { serverNow } from "./queue-cache";
import { ResolveActs } from "./resolve-acts";
import { RetryTogetherButton } from "./retry-together-button";
import { ScheduleAllButton } from "./schedule-all-button";
import { Section } from "./section";

/** Everything that is not in the queue, what needs a person's look first, each with its reason and its next act. */
export function OffSchedule({ view }: { view: QueueView }) {
  const zone = personZone();
  const now = serverNow(useQueryClient());

  const row = (tweet: TweetView, prefix: string, act: ReactNode, children?: ReactNode) => (
    <TweetRow
      key={tweet.id}
      isStacked
      tweet={tweet}
      time={tweet.scheduledFor ? `${prefix}${shortMoment(tweet.scheduledFor, now, zone)}` : ""}
      notes={tweetNotes(tweet, { now, zone })}
      act={act}
    >
      {children}
    </TweetRow>
  );
  const again = (tweet: TweetView) =>
    tweet.started
      ? row(tweet, "was ", null, <StartedActs tweet={tweet} />)
      : isMissed(tweet)
        ? row(tweet, "was ", null, <MissedActs tweet={tweet} />)
        : row(tweet, "was ", <ScheduleAgain tweet={tweet} />);
  const missed = view.failed.filter((tweet) => isMissed(tweet) && !tweet.started);

  return (
    <>
      <Section
        id="unscheduled"
        title="Unscheduled"
        count={view.unscheduled.length}
        aside={view.unscheduled.length > 1 && <ScheduleAllButton tweets={view.unscheduled} />}
      >
        {view.unscheduled.map((tweet) => again(tweet))}
      </Section>
      <Section id="check-needed" title="Check needed" count={view.checkNeeded.length}>
        {view.checkNeeded.map((tweet) => row(tweet, "", null, <ResolveActs tweet={tweet} />))}
      </Section>
      <Section
        id="failed"
        title="Failed"
        count={view.failed.length}
        aside={missed.length > 1 && <RetryTogetherButton className="-mr-2 px-2" tweets={missed} />}
      >
        {view.failed.map((tweet) => again(tweet))}
      </Section>
      <Section id="drafts" title="Drafts" count={view.drafts.length}>
        {view.drafts.map((tweet) => again(tweet))}
      </Section>
      <Section id="cancelled" title="Cancelled" count={view.cancelled.length}>
        {view.cancelled.map((tweet) => again(tweet))}
      </Section>
    </>
  );
}

function ScheduleAgain({ tweet }: { tweet: TweetView }) {
  const acts = useTweetActs();
  return (
    <Button
      look="line"
      isBusy={acts.isBusy}
      busyLabel="Scheduling…"
      onClick={() => void acts.scheduleAgain(tweet)}
    >
      Schedule again
    </Button>
  );
}
