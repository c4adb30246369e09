// Several tweets back on the schedule. Each stands for itself: one that cannot go back says why and hinders no other.
import { policy } from "~/domain/policy";
import { excerpt } from "~/domain/text";
import { AppError, type AppErrorCode } from "../app-error";
import type { Collaborators } from "../collaborators";
import { inBatches } from "../in-batches";
import { armTweets } from "./arm";
import { askToCancel } from "./cancel-messages";
import { commitChange, type Plan, viewTweet } from "./change-tweet";
import type { TweetRow } from "./find-tweet";
import { recordRefusal } from "./record-refusal";
import { planAgain } from "./schedule";
import type { TweetView } from "./view";

export type ScheduleAllAnswer = {
  scheduled: TweetView[];
  refused: { id: string; text: string; code: AppErrorCode; message: string }[];
};

export type Several = { userId: string; tweets: { id: string; revision: number }[] };

/** Each at the time that it had. */
export function scheduleAll(c: Collaborators, input: Several): Promise<ScheduleAllAnswer> {
  return scheduleEach(c, input, ({ scheduledFor }) => {
    if (!scheduledFor) throw new AppError("TIME_PASSED", "It never had a time. Choose one.");
    return planAgain(scheduledFor);
  });
}

/** @param planOf how one of them goes back; throws AppError where it cannot. */
export async function scheduleEach(
  c: Collaborators,
  input: Several,
  planOf: (tweet: TweetView) => (tweet: TweetRow, now: Date) => Plan,
): Promise<ScheduleAllAnswer> {
  const refused: ScheduleAllAnswer["refused"] = [];
  const committed: string[] = [];
  const unwanted: string[] = [];
  for (const { id, revision } of input.tweets) {
    let text = "";
    try {
      const tweet = await viewTweet(c, input.userId, id);
      text = excerpt(tweet.text);
      const target = { userId: input.userId, id, revision };
      unwanted.push(...(await commitChange(c, target, "schedule", planOf(tweet))));
      committed.push(id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ id, text, code: error.code, message: error.message });
      await recordRefusal(c, { userId: input.userId, tweetId: id, command: "schedule", error });
    }
  }
  // All of them are in the database now; QStash hears of them together, so that its silence costs one wait.
  await Promise.all([askToCancel(c, unwanted), armTogether(c, committed)]);
  const scheduled = await Promise.all(committed.map((id) => viewTweet(c, input.userId, id)));
  return { scheduled, refused };
}

async function armTogether(c: Collaborators, ids: string[]): Promise<void> {
  const batches = inBatches(ids, policy.arm.batchSize);
  await Promise.all(batches.map((batch) => armTweets(c, batch, "owner")));
}
