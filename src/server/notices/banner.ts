// What stops a person's tweets now: accounts that are disconnected, paused or at X's limit, and holds on the whole app.
// Derived at every look and never stored, so that it is gone when its reason is.
import { bannerWords } from "~/domain/banner-words";
import type { Collaborators } from "../collaborators";
import type { BannerItem } from "./view";

/** The gravest first; of an account that is at a limit only where something waits for it. */
export async function readBanner(c: Collaborators, userId: string): Promise<BannerItem[]> {
  const now = await c.clock.now();
  const [accounts, waiting, appHolds] = await Promise.all([
    c.db.xAccount.findMany({
      where: { userId, OR: [{ holdReason: { not: null } }, { pausedAt: { not: null } }] },
      orderBy: [{ connectedAt: "asc" }, { id: "asc" }],
    }),
    c.db.tweet.groupBy({
      by: ["accountId"],
      where: { userId, status: "SCHEDULED" },
      _count: { _all: true, startedAt: true },
    }),
    c.db.appHold.findMany({
      where: { OR: [{ until: null }, { until: { gt: now } }] },
      orderBy: [{ since: "asc" }, { reason: "asc" }],
    }),
  ]);
  const countOf = new Map(waiting.map(({ accountId, _count }) => [accountId, _count]));
  const all = waiting.reduce((sum, { _count }) => sum + _count._all, 0);
  const allStarted = waiting.reduce((sum, { _count }) => sum + _count.startedAt, 0);
  const items: BannerItem[] = appHolds.map(({ reason, since, until }) => ({
    ...bannerWords(reason, "app", null, all, until),
    account: null,
    since,
    until,
    waiting: all,
    started: allStarted,
  }));
  for (const account of accounts) {
    const { id, handle, holdDetail, holdReason, holdSince, holdUntil, pausedAt } = account;
    const count = countOf.get(id);
    const own = {
      account: { id, handle },
      waiting: count?._all ?? 0,
      started: count?.startedAt ?? 0,
    };
    const words = (reason: string, until: Date | null) =>
      bannerWords(reason, "account", handle, own.waiting, until, holdDetail);
    const isHeld = holdReason !== null && (holdUntil === null || holdUntil > now);
    if (isHeld) items.push({ ...words(holdReason, holdUntil), ...own, since: holdSince, until: holdUntil });
    if (pausedAt) items.push({ ...words("paused", null), ...own, since: pausedAt, until: null });
  }
  return items
    .filter(({ kind, waiting: count, account }) => kind !== "rateLimit" || account === null || count > 0)
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const order: BannerItem["severity"][] = ["problem", "warning", "info"];
