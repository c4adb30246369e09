import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError, type StudioError } from "~/trpc/read-error";
import { serverNow } from "../queue/queue-cache";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { tweetExcerpt } from "../tweet/excerpt";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { Button } from "../ui/button";
import { StudioDialog } from "../ui/dialog";
import { notify } from "../ui/notify";
import { StaleChoice } from "./stale-choice";
import { useWhen } from "./use-when";
import { WhenField } from "./when-field";

type WhenDialogProps = {
  tweet: TweetView;
  act: "reschedule" | "scheduleAgain";
  /** Why a time is asked for, where the person did not ask to choose one. */
  reason?: string;
  onClose: () => void;
};

const words = {
  reschedule: { title: "Reschedule", submit: "Reschedule", done: "Rescheduled for" },
  scheduleAgain: { title: "Schedule again", submit: "Schedule again", done: "Scheduled again for" },
} as const;

/** Gives a tweet another time. */
export function WhenDialog({ tweet, act, reason, onClose }: WhenDialogProps) {
  const { schedule, reschedule } = useTweetCommands();
  const queryClient = useQueryClient();
  const when = useWhen(tweet.scheduledFor);
  const [base, setBase] = useState(tweet);
  const [problem, setProblem] = useState<StudioError | null>(null);
  const command = act === "reschedule" ? reschedule : schedule;
  const { title, submit, done } = words[act];
  const newer = problem?.code === "STALE" ? problem.tweet : null;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!when.chosen || command.isPending) return;
    setProblem(null);
    try {
      await command.mutateAsync({ id: base.id, revision: base.revision, scheduledFor: when.chosen });
      onClose();
      await notify({ title: `${done} ${momentText(when.chosen, serverNow(queryClient), personZone())}` });
    } catch (error) {
      const read = readError(error);
      setProblem(read);
      if (read.code === "STALE" && read.tweet) setBase(read.tweet);
    }
  };

  return (
    <StudioDialog title={title} description={`“${tweetExcerpt(tweet)}”`} onClose={onClose}>
      <form onSubmit={save} className="flex flex-col gap-4 p-5">
        {reason && <p className="text-13">{reason}</p>}
        <WhenField hasFocus when={when} />
        {newer && <StaleChoice newer={newer} kept="The time that you chose" onTake={onClose} />}
        {problem && !newer && (
          <p role="alert" className="text-13 text-bad">
            {problem.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" look="solid" isBusy={command.isPending} busyLabel="Saving…">
            {submit}
          </Button>
        </div>
      </form>
    </StudioDialog>
  );
}
