import { CalendarClock, CircleUser, SquarePen } from "lucide-react";
import { BellButton } from "../notices/bell-button";
import { AccountPanel } from "./account-panel";
import { CommandsButton } from "./commands-button";
import { ComposeLink } from "./compose-link";
import { Mark } from "./mark";
import { ScheduledLink } from "./scheduled-link";

const railItem =
  "flex h-9 items-center gap-3 rounded-md px-3 text-14 text-ink hover:bg-paper-sunk aria-[current=page]:bg-paper-sunk aria-[current=page]:font-medium touch:h-11";
const barItem =
  "flex h-14 flex-col items-center justify-center gap-0.5 text-12 text-muted aria-[current=page]:text-ink aria-[current=page]:font-medium";

/** The way through the studio: a rail on a wide page, a bar at the bottom of a narrow one with Compose in its middle. */
export function StudioNav({ name }: { name: string }) {
  return (
    <>
      <nav aria-label="Studio" className="hidden w-52 shrink-0 flex-col border-r border-line px-3 sm:flex">
        <div className="sticky top-0 flex flex-col gap-0.5 py-4">
          <p className="mb-4 flex items-center gap-2 px-3 text-16 font-semibold">
            <Mark className="size-5 text-accent" /> Roost
          </p>
          <ScheduledLink className={railItem}>
            <CalendarClock aria-hidden className="size-4 text-muted" /> Scheduled
          </ScheduledLink>
          <ComposeLink className={railItem}>
            <SquarePen aria-hidden className="size-4 text-muted" /> Compose
          </ComposeLink>
          <BellButton className={railItem} />
        </div>
        <div className="sticky bottom-0 mt-auto flex flex-col gap-0.5 py-4">
          <CommandsButton className={`${railItem} text-muted`} />
          <button type="button" popoverTarget="account-panel" className={railItem}>
            <CircleUser aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="truncate">{name}</span>
          </button>
        </div>
      </nav>
      <nav
        aria-label="Studio, narrow"
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        <ScheduledLink className={barItem}>
          <CalendarClock aria-hidden className="size-5" /> Scheduled
        </ScheduledLink>
        <BellButton isBar className={barItem} />
        <ComposeLink className={`${barItem} text-accent`}>
          <SquarePen aria-hidden className="size-5" /> Compose
        </ComposeLink>
        <CommandsButton isBar className={barItem} />
        <button type="button" popoverTarget="account-panel" className={barItem}>
          <CircleUser aria-hidden className="size-5" /> Accounts
        </button>
      </nav>
      <AccountPanel name={name} />
    </>
  );
}
