// The queue as its owner sees it: what goes out when, what lost its place, what failed, and how far all of it is
// verified.
import { policy } from "~/domain/policy";
import type { Prisma } from "~/generated/prisma/client";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { checkShown } from "./check-shown";
import { type TweetRow, tweetInclude } from "./find-tweet";
import { readShownFacts } from "./shown-facts";
import { toAccountView, toTweetView } from "./to-view";
import { readTruth } from "./truth";
import type { QueueView } from "./view";

export type ListInput = { userId: string; verify: boolean; cursor?: string | undefined };

/** @throws AppError BAD_INPUT for a cursor that is not ours */
export async function listQueue(c: Collaborators, input: ListInput): Promise<QueueView> {
  const { userId } = input;
  const page = await readUpcoming(c, userId, input.cursor);
  if (input.verify)
    await checkShown(
      c,
      userId,
      page.map(({ id }) => id),
    ).catch((error: unknown) => noteFailedCheck(c, error));
  const now = await c.clock.now();
  const own = { userId, deletedAt: null } satisfies Prisma.TweetWhereInput;
  const recent = new Date(now.getTime() - policy.page.recentMs);
  const at = (where: Prisma.TweetWhereInput) => readNewest(c, { ...own, ...where });
  const [upcoming, posted, unscheduled, drafts, failed, checkNeeded, cancelled, accounts, appHolds, truth] =
    await Promise.all([
      input.verify ? readUpcoming(c, userId, input.cursor) : page,
      at({ status: "PUBLISHED", publishedAt: { gte: recent } }),
      at({ status: "DRAFT", orphanReason: { not: null } }),
      at({ status: "DRAFT", orphanReason: null }),
      at({ status: "FAILED" }),
      at({ status: "UNCONFIRMED" }),
      at({ status: "CANCELLED", statusSince: { gte: recent } }),
      c.db.xAccount.findMany({ where: { userId }, orderBy: [{ connectedAt: "asc" }, { id: "asc" }] }),
      c.db.appHold.findMany(),
      readTruth(c, userId, now),
    ]);
  const facts = await readShownFacts(c.db, [...upcoming, ...posted]);
  const view = (rows: TweetRow[]) =>
    rows.map((row) => toTweetView(row, { now, appHolds, webUrl: c.publisher.webUrl, facts }));
  const last = page.at(-1);
  return {
    now,
    truth,
    accounts: accounts.map((account) => toAccountView(account, now)),
    upcoming: view(upcoming),
    nextCursor: page.length === policy.page.rows && last ? toCursor(last) : null,
    posted: view(posted.reverse()),
    unscheduled: view(unscheduled),
    drafts: view(drafts),
    failed: view(failed),
    checkNeeded: view(checkNeeded),
    cancelled: view(cancelled),
  };
}

function readUpcoming(c: Collaborators, userId: string, cursor: string | undefined): Promise<TweetRow[]> {
  const after = cursor === undefined ? null : fromCursor(cursor);
  return c.db.tweet.findMany({
    where: {
      userId,
      status: { in: ["SCHEDULED", "PUBLISHING"] },
      ...(after
        ? { OR: [{ scheduledFor: { gt: after.at } }, { scheduledFor: after.at, id: { gt: after.id } }] }
        : {}),
    },
    include: tweetInclude,
    orderBy: [{ scheduledFor: "asc" }, { id: "asc" }],
    take: policy.page.rows,
  });
}

/** What entered its state last comes first, so that a new failure is never hidden behind old ones. */
function readNewest(c: Collaborators, where: Prisma.TweetWhereInput): Promise<TweetRow[]> {
  return c.db.tweet.findMany({
    where,
    include: tweetInclude,
    orderBy: [{ statusSince: "desc" }, { id: "asc" }],
    take: policy.page.otherRows,
  });
}

/** A check that fails must not hide the list: the truth line tells how old the last one is. */
function noteFailedCheck(c: Collaborators, error: unknown): void {
  c.log.error({ error }, "page.check_failed");
}

function toCursor({ scheduledFor, id }: TweetRow): string {
  return `${scheduledFor?.getTime() ?? 0}_${id}`;
}

function fromCursor(cursor: string): { at: Date; id: string } {
  const match = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!match?.[1] || !match[2])
    throw new AppError("BAD_INPUT", "This page of the list is not there. Reload the page.");
  return { at: new Date(Number(match[1])), id: match[2] };
}
