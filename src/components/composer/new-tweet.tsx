import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountView, TweetView } from "~/server/tweets/view";
import { ConnectAccount } from "../auth/connect-account";
import { serverNow } from "../queue/queue-cache";
import { useQueue } from "../queue/use-queue";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { notify } from "../ui/notify";
import { AccountField } from "./account-field";
import { ComposerForm } from "./composer-form";
import { uploadProblem } from "./file-draft";
import { keptDraft, keptParts } from "./kept-draft";
import { keepThread } from "./kept-thread";
import { LatenessField } from "./lateness-field";
import { usualLatenessS } from "./lateness-words";
import { newId } from "./new-id";
import { draftOf, type PartDraft } from "./thread-draft";
import { ThreadField } from "./thread-field";
import { useCompose } from "./use-compose";
import { useThread } from "./use-thread";
import { useWhen } from "./use-when";
import { WhenField } from "./when-field";
import { writtenParts } from "./written";

type NewTweetProps = {
  /** A tweet whose parts it begins with, in place of what was kept. */
  like?: TweetView | undefined;
  onDone: () => void;
};

/** Writes a new tweet. What is typed stays on this device until it is scheduled. */
export function NewTweet({ like, onDone }: NewTweetProps) {
  const { view, error } = useQueue();
  if (!view) {
    return (
      <p className="after-pause p-5 text-14 text-muted">
        {error ? "Roost's server did not answer. Trying again by itself." : "Reading your accounts…"}
      </p>
    );
  }
  if (view.accounts.length === 0) {
    return (
      <div className="p-5 text-14">
        <p className="mb-3 text-muted">Connect the X account that is to post it first.</p>
        <ConnectAccount label="Connect an account" />
      </div>
    );
  }
  return <NewTweetForm accounts={view.accounts} like={like} onDone={onDone} />;
}

type NewTweetFormProps = { accounts: AccountView[]; like: TweetView | undefined; onDone: () => void };

function NewTweetForm({ accounts, like, onDone }: NewTweetFormProps) {
  const queryClient = useQueryClient();
  const person = accounts[0]?.id ?? "";
  const [accountId, setAccountId] = useState(like?.account.id ?? person);
  const [latenessLimitS, setLatenessLimitS] = useState(like ? like.latenessLimitS : usualLatenessS);
  const thread = useThread(
    () => (like ? anew(like) : keptDraft(person)),
    // What was kept of another tweet is not written over.
    (parts) => like === undefined && keepThread(person, keptParts(parts)),
  );
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const when = useWhen(null);
  const compose = useCompose();

  const submit = async () => {
    const problem = uploadProblem(thread.parts.flatMap(({ files }) => files));
    setFileProblem(problem);
    if (problem || !when.chosen) return;
    const parts = writtenParts(thread.parts);
    const made = await compose.create({ accountId, parts, latenessLimitS, scheduledFor: when.chosen });
    if (!made) return;
    if (!like) keepThread(person, []);
    onDone();
    const at = made.scheduledFor ? momentText(made.scheduledFor, serverNow(queryClient), personZone()) : "";
    await notify({ title: `Scheduled for ${at}`, lines: [`@${made.account.handle}`] });
  };

  return (
    <ComposerForm
      submitLabel="Schedule"
      busyLabel="Scheduling…"
      isBusy={compose.isBusy}
      problem={fileProblem ?? compose.problem?.message ?? null}
      onSubmit={submit}
      writing={<ThreadField hasFocus thread={thread} />}
      planning={
        <>
          <AccountField
            accounts={accounts}
            value={accountId}
            onChange={setAccountId}
            isFixed={compose.isUnanswered}
          />
          <WhenField when={when} />
          <LatenessField value={latenessLimitS} onChange={setLatenessLimitS} />
        </>
      }
    />
  );
}

/** The words of a tweet that stands, for a new one. */
function anew(tweet: TweetView): PartDraft[] {
  return draftOf(tweet).map((part) => ({ ...part, key: newId(), fixed: null }));
}
