import { useQueryClient } from "@tanstack/react-query";
import { Pause } from "lucide-react";
import type { AccountView } from "~/server/tweets/view";
import { ConnectAccount } from "../auth/connect-account";
import { personZone } from "../time/person-zone";
import { momentText } from "../time/time-words";
import { serverNow } from "./queue-cache";

/** Each account from which nothing goes out for now, and why. */
export function AccountHolds({ accounts }: { accounts: AccountView[] }) {
  const now = serverNow(useQueryClient());
  const held = accounts.filter((account) => account.hold !== null);
  if (held.length === 0) return null;
  return (
    <ul className="mb-6">
      {held.map(({ id, handle, hold }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line pb-3 text-13"
        >
          <p className="flex min-w-0 grow basis-64 items-baseline gap-2">
            <Pause aria-hidden className="relative top-0.5 size-3.5 shrink-0 text-warn" />
            <span>
              <span className="font-medium">@{handle} is on hold.</span> {hold?.text}
              {hold?.until && ` Until ${momentText(hold.until, now, personZone())}.`}
            </span>
          </p>
          {hold?.reason === "reconnect" && <ConnectAccount label="Connect it again" />}
        </li>
      ))}
    </ul>
  );
}
