import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountView } from "~/server/tweets/view";
import { ConnectAccount } from "../auth/connect-account";
import { serverNow } from "../queue/queue-cache";
import { useQueue } from "../queue/use-queue";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { notify } from "../ui/notify";
import { AccountField } from "./account-field";
import { ComposerForm } from "./composer-form";
import { keepText, readKeptText } from "./kept-text";
import { TextField } from "./text-field";
import { useCompose } from "./use-compose";
import { useWhen } from "./use-when";
import { WhenField } from "./when-field";

/** Writes a new tweet. What is typed stays on this device until it is scheduled. */
export function NewTweet({ onDone }: { onDone: () => void }) {
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
  return <NewTweetForm accounts={view.accounts} onDone={onDone} />;
}

function NewTweetForm({ accounts, onDone }: { accounts: AccountView[]; onDone: () => void }) {
  const queryClient = useQueryClient();
  const person = accounts[0]?.id ?? "";
  const [text, setText] = useState(() => readKeptText(person));
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? "");
  const when = useWhen(null);
  const compose = useCompose();

  const submit = async () => {
    if (!when.chosen) return;
    const made = await compose.create({ accountId, text, scheduledFor: when.chosen });
    if (!made) return;
    keepText(person, "");
    onDone();
    const at = made.scheduledFor ? momentText(made.scheduledFor, serverNow(queryClient), personZone()) : "";
    await notify({ title: `Scheduled for ${at}`, lines: [`@${made.account.handle}`] });
  };

  return (
    <ComposerForm
      submitLabel="Schedule"
      busyLabel="Scheduling…"
      isBusy={compose.isBusy}
      problem={compose.problem?.message ?? null}
      onSubmit={submit}
      writing={
        <TextField
          hasFocus
          value={text}
          onChange={(next) => {
            setText(next);
            keepText(person, next);
          }}
        />
      }
      planning={
        <>
          <AccountField
            accounts={accounts}
            value={accountId}
            onChange={setAccountId}
            isFixed={compose.isUnanswered}
          />
          <WhenField when={when} />
        </>
      }
    />
  );
}
