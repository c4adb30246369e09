"use client";

import type { AccountView } from "~/server/tweets/view";
import { ConnectAccount } from "../auth/connect-account";
import { SignOut } from "../auth/sign-out";
import { useHolds } from "../notices/use-holds";
import { useQueue } from "../queue/use-queue";
import { Button } from "../ui/button";

/** Who is signed in, the connected accounts, and the way out. The browser itself opens and closes it. */
export function AccountPanel({ name }: { name: string }) {
  const { view } = useQueue();
  const holds = useHolds();
  return (
    <section
      aria-label="Accounts"
      id="account-panel"
      popover="auto"
      className="fixed inset-x-0 top-auto bottom-0 m-0 w-full rounded-t-xl border border-line bg-paper-raised p-5 text-ink shadow-2xl sm:inset-x-auto sm:bottom-4 sm:left-56 sm:w-72 sm:rounded-xl"
    >
      <p className="text-14 font-semibold">{name}</p>
      <p className="mt-3 text-13 text-muted">Connected accounts</p>
      <ul className="mt-1">
        {view?.accounts.map((account) => (
          <li
            key={account.id}
            className="flex items-center justify-between gap-2 border-b border-line py-1 text-14"
          >
            <span className="truncate">@{account.handle}</span>
            <span className="ml-auto text-13 text-muted">{stateOf(account)}</span>
            <Button
              look="quiet"
              className="-mr-2 px-2"
              isBusy={holds.isBusy}
              aria-label={`${account.pausedAt ? "Continue" : "Pause"} @${account.handle}`}
              onClick={() => void (account.pausedAt ? holds.unpause(account) : holds.pause(account))}
            >
              {account.pausedAt ? "Continue" : "Pause"}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-2">
        <ConnectAccount label="Connect another account" />
        <SignOut />
      </div>
    </section>
  );
}

function stateOf({ hold, pausedAt }: AccountView): string {
  if (pausedAt) return "paused";
  return hold ? "on hold" : "connected";
}
