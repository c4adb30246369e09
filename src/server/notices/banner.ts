// What stops a person's tweets now: accounts that are disconnected, paused or at X's limit, and holds on the whole app.
// Derived at every look and never stored, so that it is gone when its reason is.
import { bannerWords } from "~/domain/banner-words";
import type { Collaborators } from "../collaborators";
import { readStandingHolds, type StandingHold } from "./standing-holds";
import type { BannerItem } from "./view";

/** The gravest first; of an account that is at a limit only where something waits for it. */
export async function readBanner(c: Collaborators, userId: string): Promise<BannerItem[]> {
  const now = await c.clock.now();
  const holds = await readStandingHolds(c.db, userId, now);
  return holds
    .map((hold) => toItem(hold, holds))
    .filter(({ kind, waiting, account }) => kind !== "rateLimit" || account === null || waiting > 0)
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function toItem(hold: StandingHold, all: StandingHold[]): BannerItem {
  const { accountId, handle, reason, said, since, until, waiting, started } = hold;
  const words = bannerWords(reason, accountId ? "account" : "app", handle, waiting, until, said);
  // What is cancelled together is all that the account's holds keep waiting: it is offered where that many are named.
  const holdsLess = all.some((other) => other.accountId === accountId && other.waiting > waiting);
  return {
    ...words,
    acts: words.acts.filter((act) => act !== "cancelHeld" || !holdsLess),
    account: accountId && handle ? { id: accountId, handle } : null,
    since,
    until,
    waiting,
    started,
  };
}

const order: BannerItem["severity"][] = ["problem", "warning", "info"];
