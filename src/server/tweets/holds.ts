// Which holds are in force: on an account, its owner's pause beside it, and on the whole app.
import { isInForce, mayProbe } from "~/domain/hold";
import type { AppHold, XAccount } from "~/generated/prisma/client";
import type { Tx } from "../db";

export type HoldInForce = {
  scope: "account" | "app";
  reason: string;
  /** Null for one that ends by an act, or by a tweet that gets through, and not by time. */
  until: Date | null;
  since: Date | null;
  /** X's words, of an account's own hold that its answer began. */
  said?: string | null;
};

export type AppHoldInForce = HoldInForce & {
  /** The reasons that one tweet may go ahead for now, as a probe; empty where none may. */
  probes: string[];
};

export type Holdable = Pick<XAccount, "holdReason" | "holdUntil" | "holdSince" | "pausedAt"> &
  Partial<Pick<XAccount, "holdDetail">>;

/** What holds this account now: neither its hold nor its owner's pause hides the other. */
export function accountHolds(account: Holdable, now: Date): HoldInForce[] {
  const { holdReason, holdUntil, holdSince, holdDetail, pausedAt } = account;
  const holds: HoldInForce[] = [];
  if (holdReason && isInForce(holdUntil?.getTime() ?? null, now.getTime())) {
    holds.push({
      scope: "account",
      reason: holdReason,
      until: holdUntil,
      since: holdSince,
      said: holdDetail ?? null,
    });
  }
  if (pausedAt) holds.push({ scope: "account", reason: "paused", until: null, since: pausedAt });
  return holds;
}

/** Whether nothing of this account goes out now. */
export function isAccountHeld(account: Holdable, now: Date): boolean {
  return accountHolds(account, now).length > 0;
}

/** The weightiest hold on the whole app that is in force now; null when there is none. */
export async function findAppHold(tx: Tx, now: Date): Promise<AppHoldInForce | null> {
  return weightiestHold(await tx.appHold.findMany(), now);
}

/** The same, of all the holds that there are. */
export function weightiestHold(all: AppHold[], now: Date): AppHoldInForce | null {
  const rows = all
    .filter(({ until }) => isInForce(until?.getTime() ?? null, now.getTime()))
    .toSorted((one, other) => probeMs(one) - probeMs(other) || (one.reason < other.reason ? -1 : 1));
  const [first] = rows;
  if (!first) return null;
  const { reason, until, since } = first;
  return { scope: "app", reason, until, since, probes: probesOf(rows, now) };
}

/** What nothing but an act or a time ends weighs more than what a probe may end. */
const probeMs = ({ probeAfter }: AppHold) => probeAfter?.getTime() ?? 0;

/** A probe goes ahead only where nothing but what a probe can end stands in its way. */
function probesOf(rows: AppHold[], now: Date): string[] {
  const mayGo = rows.every(({ probeAfter }) => mayProbe(probeAfter?.getTime() ?? null, now.getTime()));
  return mayGo ? rows.map(({ reason }) => reason) : [];
}

/** Everything that holds a tweet of this account now, the app's hold first. */
export function holdsOn(account: Holdable, appHold: HoldInForce | null, now: Date): HoldInForce[] {
  return [...(appHold ? [appHold] : []), ...accountHolds(account, now)];
}
