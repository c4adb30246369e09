"use client";

import { ConnectAccount } from "../auth/connect-account";
import { SignOut } from "../auth/sign-out";
import { useQueue } from "../queue/use-queue";

/** Who is signed in, the connected accounts, and the way out. The browser itself opens and closes it. */
export function AccountPanel({ name }: { name: string }) {
  const { view } = useQueue();
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
        {view?.accounts.map(({ id, handle, hold }) => (
          <li
            key={id}
            className="flex items-baseline justify-between gap-4 border-b border-line py-2 text-14"
          >
            <span className="truncate">@{handle}</span>
            <span className="text-13 text-muted">{hold ? "on hold" : "connected"}</span>
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
