// Two holds on one account run out together and each is ended by another reconciler: its tweets still go one by one.
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { giveTurns, type TurnsGiven } from "~/server/holds/give-turns";
import { placeTweet } from "../support/placed-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { waitingOnLock } from "../support/waiting-on-lock";

const { h, mira } = emptiedRoost();
const minuteMs = 60_000;

test("tweets of one account that two holds kept back, ended at once by two, have turns of their own", async () => {
  const now = await h.clock.now();
  const ago = (minutes: number) =>
    new Date(Math.floor(now.getTime() / minuteMs) * minuteMs - minutes * minuteMs);
  const { userId, accountId } = mira;
  const kept = (scheduledFor: Date, nextAttemptAt: Date | null) =>
    placeTweet(h.db, now, {
      userId,
      accountId,
      status: "SCHEDULED",
      changes: { scheduledFor, nextAttemptAt },
    });
  const [limitEndedAt, capEndedAt] = [ago(3), ago(2)];
  // The first was put off to the end of the account's own hold, so that hold's end leaves it where it is.
  const ids = [await kept(ago(20), limitEndedAt), await kept(ago(10), null)].map(({ id }) => id);
  const ofAccount: TurnsGiven = {
    scope: { userId, accountId },
    reasons: ["rateLimit"],
    ranOutAt: limitEndedAt,
    actor: "sweep",
  };
  const ofApp: TurnsGiven = { scope: null, reasons: ["rateLimit"], ranOutAt: capEndedAt, actor: "sweep" };
  const rows = `SELECT 1 FROM "Tweet" WHERE "id" IN ('${ids.join("', '")}') FOR UPDATE`;
  await waitingOnLock(h.env.DATABASE_URL, rows, 2, () =>
    Promise.all([giveTurns(h.roost, ofApp), giveTurns(h.roost, ofAccount)]),
  );
  const tweets = await h.db.tweet.findMany({ where: { userId }, orderBy: { nextAttemptAt: "asc" } });
  const [first, second] = tweets.map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? 0);
  expect((second ?? 0) - (first ?? 0)).toBe(policy.hold.spacingMs);
});

test("a turn that was used up before the next hold on the same account ended counts for what is given then", async () => {
  const { userId, accountId } = mira;
  const lastMsOf = new Map<string, number>();
  /** The turn of one tweet that waits for this hold's end. */
  const turnAfter = async (reason: string) => {
    const now = await h.clock.now();
    const due = new Date(Math.floor(now.getTime() / minuteMs - 10) * minuteMs);
    const changes = { scheduledFor: due };
    const { id } = await placeTweet(h.db, now, { userId, accountId, status: "SCHEDULED", changes });
    const ended = new Date(now.getTime() - minuteMs);
    const scope = { userId, accountId };
    await giveTurns(h.roost, { scope, reasons: [reason], ranOutAt: ended, actor: "sweep", lastMsOf });
    const { nextAttemptAt } = await h.db.tweet.findUniqueOrThrow({ where: { id } });
    await h.db.tweet.update({ where: { id }, data: { status: "CANCELLED" } });
    return nextAttemptAt?.getTime() ?? 0;
  };
  const first = await turnAfter("rateLimit");
  expect((await turnAfter("dayCap")) - first).toBe(policy.hold.spacingMs);
});
