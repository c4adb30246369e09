// By hand: everything that may be on X or not is looked up now, whoever's turn it is: leases that ran out, and all of
// Check needed, also what an older version left there and nobody looks for any more.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { type Looked, lookForUnconfirmed } from "./look-unconfirmed";
import { countAction, emptyReport, type PassReport } from "./pass-report";
import { runOnPool } from "./publication-pool";
import { publishTweet } from "./publish";
import { type Settled, settleTweet } from "./settle";
import type { Subject } from "./work-at-x";

/** Ends when all of them have been looked for; `actions` counts what came of it. */
export async function settleAll(c: Collaborators): Promise<PassReport> {
  const report = emptyReport();
  const now = await c.clock.now();
  for (let after: string | null = null; ; ) {
    const batch = await readBatch(c, now, after);
    report.seen += batch.length;
    await runOnPool(
      c,
      batch.map((subject) => ({
        tweetId: subject.id,
        accountId: subject.accountId,
        userId: subject.userId,
        run: (own) => settleOne(own, subject, report),
      })),
    );
    const last = batch.at(-1);
    if (!last || batch.length < policy.sweep.batch) return report;
    after = last.id;
  }
}

function readBatch(c: Collaborators, now: Date, after: string | null) {
  return c.db.tweet.findMany({
    where: {
      OR: [{ status: "PUBLISHING", leaseUntil: { lte: now } }, { status: "UNCONFIRMED" }],
      ...(after ? { id: { gt: after } } : {}),
    },
    select: { id: true, revision: true, accountId: true, userId: true, status: true },
    orderBy: { id: "asc" },
    take: policy.sweep.batch,
  });
}

const wordsOfSettled: Record<Settled["kind"], string> = {
  adopt: "found on X",
  lookAgain: "to be looked for again",
  resend: "not on X, so sent again",
  unconfirmed: "left for their owners to say",
  expired: "never sent, so taken up again",
  left: "in other hands",
};

const wordsOfLooked: Record<Looked["kind"], string> = {
  found: "found on X",
  absent: "not found, so still for their owners to say",
  alike: "one looks like it, so still for their owners to say",
  failed: "X could not be read",
  left: "in other hands",
};

async function settleOne(
  c: Collaborators,
  { id, revision, status }: Subject & { status: string },
  report: PassReport,
): Promise<void> {
  try {
    const { words, isPutOff } = await (status === "PUBLISHING" ? settleExpired(c, id) : lookAgain(c, id));
    countAction(report, words);
    if (isPutOff) await publishTweet(c, { tweetId: id, revision }, "sweep");
  } catch (error) {
    report.errors += 1;
    c.log.error({ tweetId: id, error }, "settle.failed");
  }
}

async function settleExpired(c: Collaborators, id: string) {
  const { kind, isPutOff } = await settleTweet(c, id, "sweep");
  return { words: wordsOfSettled[kind], isPutOff };
}

async function lookAgain(c: Collaborators, id: string) {
  const { kind, isPutOff } = await lookForUnconfirmed(c, id, true);
  return { words: wordsOfLooked[kind], isPutOff };
}
