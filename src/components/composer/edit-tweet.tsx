import { useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import { readError, type StudioError } from "~/trpc/read-error";
import { findTweet } from "../queue/apply-tweet";
import { useQueue } from "../queue/use-queue";
import { useStudio } from "../shell/studio-context";
import { useTweetCommands } from "../tweet/use-tweet-commands";
import { notify } from "../ui/notify";
import { AsideNote } from "./aside-note";
import { ClosedNote } from "./closed-note";
import { ComposerForm } from "./composer-form";
import { keepAsDraft } from "./edit-as-draft";
import { editClosed } from "./edit-closed";
import { draftOfEdit, type Edited, editToKeep, isOutdated } from "./edit-draft";
import { keptParts } from "./kept-draft";
import { forgetEdit, readKeptEdit } from "./kept-edit";
import { KeptNote } from "./kept-note";
import { LatenessField } from "./lateness-field";
import { StaleChoice } from "./stale-choice";
import { draftOf } from "./thread-draft";
import { ThreadField } from "./thread-field";
import { useDraftProblem } from "./use-draft-problem";
import { useIsGone } from "./use-is-gone";
import { useKeepEdit } from "./use-keep-edit";
import { useThread } from "./use-thread";
import { useWhen } from "./use-when";
import { WhenField } from "./when-field";
import { writtenParts } from "./written";

const scheduledStates: TweetView["state"][] = ["pending", "queued", "onHold"];

/**
 * Changes a tweet's parts, and its time while it is scheduled. What was typed stays when somebody else came first, and on
 * this device until it is saved.
 */
export function EditTweet({ tweet, onDone }: { tweet: TweetView; onDone: () => void }) {
  const { edit } = useTweetCommands();
  const [kept, setKept] = useState(() => readKeptEdit(tweet.id));
  const [base, setBase] = useState(tweet);
  /** The tweet that the person saw when they wrote this. */
  const [seen, setSeen] = useState(tweet);
  const thread = useThread(() => draftOfEdit(tweet, kept));
  const [latenessLimitS, setLatenessLimitS] = useState(kept ? kept.latenessLimitS : tweet.latenessLimitS);
  const [problem, setProblem] = useState<StudioError | null>(() =>
    kept && isOutdated(tweet, kept) ? changedMeanwhile(tweet) : null,
  );
  const unready = useDraftProblem(thread);
  const when = useWhen(kept?.scheduledFor ? new Date(kept.scheduledFor) : tweet.scheduledFor);
  const hasTime = !tweet.started && scheduledStates.includes(tweet.state);
  const { open } = useStudio();
  const { view } = useQueue();
  const closed = editClosed(view && findTweet(view, tweet.id));
  const [aside, setAside] = useState<Edited | null>(null);
  const newer = closed === null && problem?.code === "STALE" ? problem.tweet : null;
  // A time that this person did not touch is not theirs to put back over a newer one.
  const isMoved = hasTime && when.chosen?.getTime() !== seen.scheduledFor?.getTime();
  const movedTo = isMoved ? when.chosen : null;
  const edited: Edited = { parts: thread.parts, latenessLimitS, movedTo };
  const unsaved = editToKeep(seen, edited);
  // Until they have chosen between theirs and the newer one, theirs is of the older.
  const written = newer && kept ? { revision: kept.revision, fixedCount: kept.fixedCount } : {};
  const toKeep = unsaved && { ...unsaved, ...written };
  useKeepEdit(tweet.id, toKeep);
  const [isBusy, setBusy] = useState(false);
  const isGone = useIsGone();

  const save = async () => {
    if (!unready.isReady()) return;
    setBusy(true);
    try {
      const { id, revision } = base;
      await edit.mutateAsync({
        id,
        revision,
        parts: writtenParts(thread.parts),
        scheduledFor: movedTo ?? undefined,
        latenessLimitS: tweet.started ? undefined : latenessLimitS,
      });
      if (toKeep) forgetEdit(id, toKeep);
      if (!isGone()) onDone();
      await notify({ title: "Saved" });
    } catch (error) {
      const read = readError(error);
      setBusy(false);
      setProblem(read);
      if (read.code === "STALE" && read.tweet) setBase(read.tweet);
      if (isGone()) await notify({ title: "Not saved", lines: [read.message, keptWords] });
    }
  };
  const writeAsNew = async () => {
    const parts = thread.parts.filter(({ fixed }) => fixed === null);
    keepAsDraft(view?.accounts[0]?.id ?? "", tweet.id, keptParts(parts));
    open({ kind: "compose" });
  };
  const take = (current: TweetView) => {
    setAside(unsaved && edited);
    thread.setParts(draftOf(current));
    setLatenessLimitS(current.latenessLimitS);
    if (current.scheduledFor) when.setInstant(current.scheduledFor);
    setSeen(current);
    setKept(null);
    setProblem(null);
  };
  const putBack = (own: Edited) => {
    thread.setParts(own.parts);
    setLatenessLimitS(own.latenessLimitS);
    if (own.movedTo) when.setInstant(own.movedTo);
    setAside(null);
  };

  return (
    <ComposerForm
      submitLabel={closed ? "Write it as a new tweet" : newer ? "Overwrite with mine" : "Save changes"}
      busyLabel="Saving…"
      isBusy={isBusy}
      problem={closed || newer ? null : (unready.words ?? problem?.message ?? null)}
      onSubmit={closed ? writeAsNew : save}
      note={
        closed ? (
          <ClosedNote why={closed} />
        ) : aside ? (
          <AsideNote onPutBack={() => putBack(aside)} />
        ) : (
          kept && !newer && <KeptNote onDiscard={() => take(base)} />
        )
      }
      writing={<ThreadField hasFocus thread={thread} isFixed={isBusy} />}
      planning={
        <>
          <p className="text-13">
            <span className="font-medium">Account</span>
            <span className="mt-1 block text-14 text-muted">@{tweet.account.handle}</span>
          </p>
          {hasTime && !closed && <WhenField when={when} />}
          {closed ? null : tweet.started ? (
            <p className="text-13 text-muted">
              Part of it is on X, so its time stays as it is, and so does what is out.
            </p>
          ) : (
            <LatenessField value={latenessLimitS} onChange={setLatenessLimitS} />
          )}
        </>
      }
      question={newer && <StaleChoice newer={newer} kept="Your text" onTake={() => take(newer)} />}
    />
  );
}

const keptWords = "Your changes are kept: edit the tweet to go on with them.";

function changedMeanwhile(tweet: TweetView): StudioError {
  return { code: "STALE", message: "This tweet was changed meanwhile.", tweet };
}
