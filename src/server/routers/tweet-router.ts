import { z } from "zod";
import { cancelTweet } from "../tweets/cancel";
import { viewTweet } from "../tweets/change-tweet";
import { deleteTweet } from "../tweets/delete";
import { editTweet } from "../tweets/edit";
import { getHistory } from "../tweets/get-history";
import { listQueue } from "../tweets/list";
import { postNow } from "../tweets/post-now";
import { rescheduleTweet } from "../tweets/reschedule";
import { resolveTweet } from "../tweets/resolve";
import { restoreTweet } from "../tweets/restore";
import { resumeTweet } from "../tweets/resume";
import { retryAll } from "../tweets/retry-all";
import { rollBackTweet } from "../tweets/roll-back";
import { scheduleAgain, scheduleTweet } from "../tweets/schedule";
import { scheduleAll } from "../tweets/schedule-all";
import { stopTweet } from "../tweets/stop";
import { syncTweets } from "../tweets/sync";
import { unscheduleTweet } from "../tweets/unschedule";
import { router } from "./trpc";
import {
  again,
  edit,
  historyOf,
  id,
  queuePage,
  readSchedule,
  resolution,
  severalTargets,
  target,
  unknown,
} from "./tweet-input";
import { tweetProcedure as procedure } from "./tweet-procedure";

export const tweetRouter = router({
  get_queue: procedure
    .input(queuePage)
    .query(({ ctx, input }) => listQueue(ctx.roost, { ...input, userId: ctx.userId })),
  cleanup_orphaned_tweets: procedure.mutation(({ ctx }) => syncTweets(ctx.roost, ctx.userId)),
  get: procedure
    .input(z.object({ id }, unknown))
    .query(({ ctx, input }) => viewTweet(ctx.roost, ctx.userId, input.id)),
  get_history: procedure
    .input(historyOf)
    .query(({ ctx, input }) => getHistory(ctx.roost, { ...input, userId: ctx.userId })),
  schedule: procedure
    .input(readSchedule)
    .mutation(({ ctx, input }) =>
      "accountId" in input
        ? scheduleTweet(ctx.roost, { ...input, userId: ctx.userId })
        : scheduleAgain(ctx.roost, { ...input, userId: ctx.userId }),
    ),
  schedule_all: procedure
    .input(severalTargets)
    .mutation(({ ctx, input }) => scheduleAll(ctx.roost, { ...input, userId: ctx.userId })),
  retry_all: procedure
    .input(severalTargets)
    .mutation(({ ctx, input }) => retryAll(ctx.roost, { ...input, userId: ctx.userId })),
  post_now: procedure
    .input(target)
    .mutation(({ ctx, input }) => postNow(ctx.roost, { ...input, userId: ctx.userId })),
  reschedule: procedure
    .input(again)
    .mutation(({ ctx, input }) => rescheduleTweet(ctx.roost, { ...input, userId: ctx.userId })),
  unschedule: procedure
    .input(target)
    .mutation(({ ctx, input }) => unscheduleTweet(ctx.roost, { ...input, userId: ctx.userId })),
  edit: procedure
    .input(edit)
    .mutation(({ ctx, input }) => editTweet(ctx.roost, { ...input, userId: ctx.userId })),
  cancel: procedure
    .input(target)
    .mutation(({ ctx, input }) => cancelTweet(ctx.roost, { ...input, userId: ctx.userId })),
  restore: procedure
    .input(target)
    .mutation(({ ctx, input }) => restoreTweet(ctx.roost, { ...input, userId: ctx.userId })),
  resume: procedure
    .input(target)
    .mutation(({ ctx, input }) => resumeTweet(ctx.roost, { ...input, userId: ctx.userId })),
  stop: procedure
    .input(target)
    .mutation(({ ctx, input }) => stopTweet(ctx.roost, { ...input, userId: ctx.userId })),
  roll_back: procedure
    .input(target)
    .mutation(({ ctx, input }) => rollBackTweet(ctx.roost, { ...input, userId: ctx.userId })),
  delete: procedure
    .input(target)
    .mutation(({ ctx, input }) => deleteTweet(ctx.roost, { ...input, userId: ctx.userId })),
  resolve: procedure
    .input(resolution)
    .mutation(({ ctx, input }) => resolveTweet(ctx.roost, { ...input, userId: ctx.userId })),
});
