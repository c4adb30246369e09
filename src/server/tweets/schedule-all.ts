// Several tweets back on the schedule at the times they had. Each stands for itself: one that cannot go back says
// why and hinders no other.
import { excerpt } from "~/domain/text";
import { AppError, type AppErrorCode } from "../app-error";
import type { Collaborators } from "../collaborators";
import { viewTweet } from "./change-tweet";
import { scheduleAgain } from "./schedule";
import type { TweetView } from "./view";

export type ScheduleAllAnswer = {
  scheduled: TweetView[];
  refused: { id: string; text: string; code: AppErrorCode; message: string }[];
};

export async function scheduleAll(
  c: Collaborators,
  input: { userId: string; tweets: { id: string; revision: number }[] },
): Promise<ScheduleAllAnswer> {
  const answer: ScheduleAllAnswer = { scheduled: [], refused: [] };
  for (const { id, revision } of input.tweets) {
    let text = "";
    try {
      const tweet = await viewTweet(c, input.userId, id);
      text = excerpt(tweet.text);
      if (!tweet.scheduledFor) throw new AppError("TIME_PASSED", "It never had a time. Choose one.");
      const target = { userId: input.userId, id, revision, scheduledFor: tweet.scheduledFor };
      answer.scheduled.push(await scheduleAgain(c, target));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      answer.refused.push({ id, text, code: error.code, message: error.message });
    }
  }
  return answer;
}
