import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountView, TweetView } from "~/server/tweets/view";
import { ConnectAccount } from "../auth/connect-account";
import { serverNow } from "../queue/queue-cache";
import { useQueue } from "../queue/use-queue";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { focusTweet } from "../tweet/focus-tweet";
import { notify } from "../ui/notify";
import { AccountField } from "./account-field";
import { ComposerForm } from "./composer-form";
import { draftOfKept, keptParts } from "./kept-draft";
import { KeptNote } from "./kept-note";
import { LatenessField } from "./lateness-field";
import { usualLatenessS } from "./lateness-words";
import { newId } from "./new-id";
import type { OpenDraft } from "./open-draft";
import { draftOf, emptyPart, type PartDraft } from "./thread-draft";
import { ThreadField } from "./thread-field";
import { useCompose } from "./use-compose";
import { useDraft } from "./use-draft";
import { useDraftProblem } from "./use-draft-problem";
import { useIsGone } from "./use-is-gone";
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
  return <Drafted accounts={view.accounts} like={like} onDone={onDone} />;
}

type DraftedProps = { accounts: AccountView[]; like: TweetView | undefined; onDone: () => void };

function Drafted(props: DraftedProps) {
  const [person] = useState(props.accounts[0]?.id ?? "");
  const draft = useDraft(person, props.like?.id ?? null);
  return draft && <NewTweetForm {...props} draft={draft} />;
}

function NewTweetForm({ accounts, like, draft, onDone }: DraftedProps & { draft: OpenDraft }) {
  const queryClient = useQueryClient();
  const [accountId, setAccountId] = useState(
    () => draft.sentFor() ?? like?.account.id ?? accounts[0]?.id ?? "",
  );
  const [latenessLimitS, setLatenessLimitS] = useState(like ? like.latenessLimitS : usualLatenessS);
  const thread = useThread(
    () => (draft.begun.length > 0 ? draftOfKept(draft.begun) : begin(like)),
    (parts) => draft.keep(keptParts(parts)),
  );
  const [isBack, setBack] = useState(like !== undefined && draft.begun.length > 0);
  const unready = useDraftProblem(thread);
  const when = useWhen(null);
  const compose = useCompose(draft);
  const isGone = useIsGone();

  const submit = async () => {
    if (!unready.isReady() || !when.chosen) return;
    const parts = writtenParts(thread.parts);
    const made = await compose.create(
      { accountId, parts, latenessLimitS, scheduledFor: when.chosen },
      (why) =>
        isGone() && void notify({ title: "Not scheduled", lines: [why, "Its words are kept: compose."] }),
    );
    if (!made) return;
    if (!isGone()) {
      onDone();
      focusTweet(made.id);
    }
    const at = made.scheduledFor ? momentText(made.scheduledFor, serverNow(queryClient), personZone()) : "";
    await notify({ title: `Scheduled for ${at}`, lines: [`@${made.account.handle}`] });
  };

  const discard = () => {
    thread.setParts(begin(like));
    setBack(false);
  };

  return (
    <ComposerForm
      submitLabel="Schedule"
      busyLabel="Scheduling…"
      isBusy={compose.isBusy}
      problem={unready.words ?? compose.problem}
      onSubmit={submit}
      note={isBack && <KeptNote onDiscard={discard} />}
      writing={<ThreadField hasFocus thread={thread} isFixed={compose.isBusy} />}
      planning={
        <>
          <AccountField
            accounts={accounts}
            value={accountId}
            onChange={setAccountId}
            isFixed={compose.isAccountFixed}
          />
          <WhenField when={when} />
          <LatenessField value={latenessLimitS} onChange={setLatenessLimitS} />
        </>
      }
    />
  );
}

/** Nothing yet, or the words of a tweet that stands. */
function begin(like: TweetView | undefined): PartDraft[] {
  if (!like) return [emptyPart(newId())];
  return draftOf(like).map((part) => ({ ...part, key: newId(), fixed: null }));
}
