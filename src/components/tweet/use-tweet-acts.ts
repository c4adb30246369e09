import { useQueryClient } from "@tanstack/react-query";
import type { TweetView } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { serverNow } from "../queue/queue-cache";
import { useStudio } from "../shell/studio-context";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { type Notice, notify } from "../ui/notify";
import { tweetExcerpt } from "./excerpt";
import { sentWords } from "./sent-words";
import { postsOut } from "./started-words";
import { isAsked, isDanger, type TweetAct } from "./tweet-acts";
import { useTweetCommands } from "./use-tweet-commands";

/** The acts of a menu, a row or a key, with what they say afterwards. None of them rejects. */
export function useTweetActs() {
  const commands = useTweetCommands();
  const studio = useStudio();
  const queryClient = useQueryClient();

  const say = (error: unknown) => {
    const { code, message } = readError(error);
    const title = code === "STALE" ? "This tweet was changed elsewhere" : "That was not done";
    return notify({ title, lines: [message] });
  };

  const isAhead = (at: Date | null): at is Date =>
    at !== null && at.getTime() > serverNow(queryClient).getTime() + leadMs;

  async function scheduleAgain(tweet: TweetView): Promise<void> {
    if (!isAhead(tweet.scheduledFor)) {
      const reason = tweet.scheduledFor ? "Its time has passed. Choose a new one." : undefined;
      studio.open({ kind: "when", tweet, act: "scheduleAgain", reason });
      return;
    }
    try {
      const { id, revision, scheduledFor } = tweet;
      await commands.schedule.mutateAsync({ id, revision, scheduledFor });
      await notify({
        title: `Scheduled again for ${momentText(scheduledFor, serverNow(queryClient), personZone())}`,
      });
    } catch (error) {
      if (readError(error).code !== "TIME_PASSED") return void say(error);
      studio.open({ kind: "when", tweet, act: "scheduleAgain", reason: readError(error).message });
    }
  }

  /** Takes a tweet off the schedule and offers to put it back while its time is still ahead. */
  async function takeOff(tweet: TweetView, command: () => Promise<TweetView>, title: string): Promise<void> {
    try {
      const after = await command();
      const wasScheduled = tweet.state === "queued" || tweet.state === "pending" || tweet.state === "onHold";
      const undo = () => void scheduleAgain({ ...after, scheduledFor: tweet.scheduledFor });
      await notify({
        title,
        lines: quoted(tweet),
        undo: wasScheduled && isAhead(tweet.scheduledFor) ? undo : undefined,
      });
    } catch (error) {
      await say(error);
    }
  }

  /** Runs a command and says what came of it. */
  async function tell<After>(
    command: () => Promise<After>,
    notice: Notice | ((after: After) => Notice),
  ): Promise<void> {
    try {
      const after = await command();
      await notify(typeof notice === "function" ? notice(after) : notice);
    } catch (error) {
      await say(error);
    }
  }

  const { cancel, unschedule, postNow, restore, resume, stop, rollBack, remove } = commands;
  const named = ({ id, revision }: TweetView) => ({ id, revision });
  return {
    isBusy: Object.values(commands).some((command) => command.isPending),
    scheduleAgain,
    postNow: (tweet: TweetView) =>
      tell(
        () => postNow.mutateAsync(named(tweet)),
        (after) => sentWords(after, "It goes out now", quoted(tweet)),
      ),
    restore: (tweet: TweetView) =>
      tell(() => restore.mutateAsync(named(tweet)), { title: "Kept as a draft", lines: quoted(tweet) }),
    resume: (tweet: TweetView) =>
      tell(
        () => resume.mutateAsync(named(tweet)),
        (after) => sentWords(after, "It goes on now", quoted(tweet)),
      ),
    stop: (tweet: TweetView) =>
      tell(() => stop.mutateAsync(named(tweet)), {
        title: tweet.state === "posting" ? "It stops before the next part" : "Stopped",
        lines: quoted(tweet),
      }),
    async rollBack(tweet: TweetView): Promise<void> {
      try {
        const { started } = await rollBack.mutateAsync(named(tweet));
        const isGone = started?.rollback?.state === "removed";
        const title = isGone ? `${postsOut(tweet)} deleted on X` : `${postsOut(tweet)} being deleted on X`;
        await notify({ title, lines: isGone ? [] : ["Roost goes on with it by itself."] });
      } catch (error) {
        await say(error);
      }
    },
    cancel: (tweet: TweetView) => takeOff(tweet, () => cancel.mutateAsync(named(tweet)), "Cancelled"),
    unschedule: (tweet: TweetView) =>
      takeOff(
        tweet,
        () => unschedule.mutateAsync(named(tweet)),
        "Unscheduled; its time is kept under Drafts",
      ),
    remove: (tweet: TweetView) =>
      tell(() => remove.mutateAsync(named(tweet)), { title: "Deleted", lines: quoted(tweet) }),
    /** Runs a menu's act: at once, through its dialog, or through the question in the row. */
    run(tweet: TweetView, act: TweetAct): void {
      if (isDanger(act) || (act === "postNow" && isAsked(tweet, act)))
        studio.confirm({ tweetId: tweet.id, act });
      else if (act === "postNow") void this.postNow(tweet);
      else if (act === "edit") studio.open({ kind: "edit", tweet });
      else if (act === "detail" || act === "history") studio.open({ kind: act, tweet });
      else if (act === "reschedule") studio.open({ kind: "when", tweet, act });
      else if (act === "scheduleAgain") void scheduleAgain(tweet);
      else if (act === "unschedule") void this.unschedule(tweet);
      else if (act === "restore") void this.restore(tweet);
      else if (act === "resume") void this.resume(tweet);
      else if (act === "stop") void this.stop(tweet);
      else if (act === "writeAnew") studio.open({ kind: "compose", like: tweet });
      else if (tweet.postUrl) window.open(tweet.postUrl, "_blank", "noopener");
    },
  };
}

const quoted = (tweet: TweetView) => [`“${tweetExcerpt(tweet)}”`];

/** The server refuses a time nearer than this; then a new one is asked for at once. */
const leadMs = 2000;
