import { useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError, type StudioError } from "~/trpc/read-error";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { notify } from "../ui/notify";
import { ComposerForm } from "./composer-form";
import { StaleChoice } from "./stale-choice";
import { TextField } from "./text-field";
import { useWhen } from "./use-when";
import { WhenField } from "./when-field";

const scheduledStates: TweetView["state"][] = ["pending", "queued", "onHold"];

/** Changes a tweet's text, and its time while it is scheduled. What was typed stays when somebody else came first. */
export function EditTweet({ tweet, onDone }: { tweet: TweetView; onDone: () => void }) {
  const { edit } = useTweetCommands();
  const [base, setBase] = useState(tweet);
  const [text, setText] = useState(tweet.text);
  const [openedAt, setOpenedAt] = useState(tweet.scheduledFor);
  const [problem, setProblem] = useState<StudioError | null>(null);
  const when = useWhen(tweet.scheduledFor);
  const hasTime = scheduledStates.includes(tweet.state);
  const newer = problem?.code === "STALE" ? problem.tweet : null;

  const save = async () => {
    // A time that this person did not touch is not theirs to put back over a newer one.
    const isMoved = hasTime && when.chosen?.getTime() !== openedAt?.getTime();
    const scheduledFor = isMoved && when.chosen ? when.chosen : undefined;
    try {
      await edit.mutateAsync({ id: base.id, revision: base.revision, text, scheduledFor });
      onDone();
      await notify({ title: "Saved" });
    } catch (error) {
      const read = readError(error);
      setProblem(read);
      if (read.code === "STALE" && read.tweet) setBase(read.tweet);
    }
  };
  const takeNewer = (current: TweetView) => {
    setText(current.text);
    if (current.scheduledFor) when.setInstant(current.scheduledFor);
    setOpenedAt(current.scheduledFor);
    setProblem(null);
  };

  return (
    <ComposerForm
      submitLabel={newer ? "Overwrite with mine" : "Save changes"}
      busyLabel="Saving…"
      isBusy={edit.isPending}
      problem={newer ? null : (problem?.message ?? null)}
      onSubmit={save}
      writing={<TextField hasFocus value={text} onChange={setText} />}
      planning={
        <>
          <p className="text-13">
            <span className="font-medium">Account</span>
            <span className="mt-1 block text-14 text-muted">@{tweet.account.handle}</span>
          </p>
          {hasTime && <WhenField when={when} />}
        </>
      }
      question={newer && <StaleChoice newer={newer} kept="Your text" onTake={() => takeNewer(newer)} />}
    />
  );
}
