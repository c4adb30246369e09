// What a pass lets be done at X, a tweet at a time: publishing, settling, looking, deleting.
import type { Collaborators } from "../collaborators";
import { lookForUnconfirmed } from "./look-unconfirmed";
import type { PoolJob } from "./publication-pool";
import { publishTweet, settleAndGoOn } from "./publish";
import { removeParts } from "./remove-parts";

export type Work = "publish" | "settle" | "look" | "rollBack";

/** The tweet as the pass has read it. */
export type Subject = { id: string; revision: number; accountId: string; userId: string };

/** The same work for each of these, for the pool. */
export function jobsAtX(work: Work, subjects: Subject[]): PoolJob[] {
  return subjects.map((subject) => ({
    tweetId: subject.id,
    accountId: subject.accountId,
    userId: subject.userId,
    run: (c) => doAtX(c, work, subject),
  }));
}

async function doAtX(c: Collaborators, work: Work, { id, revision }: Subject): Promise<unknown> {
  const target = { tweetId: id, revision };
  switch (work) {
    case "publish":
      return publishTweet(c, target, "sweep");
    case "settle":
      return settleAndGoOn(c, target, "sweep");
    case "look": {
      const { isPutOff } = await lookForUnconfirmed(c, id);
      return isPutOff ? publishTweet(c, target, "sweep") : null;
    }
    case "rollBack":
      return removeParts(c, id, "sweep");
  }
}
