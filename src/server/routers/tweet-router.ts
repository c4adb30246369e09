import { z } from "zod";
import { cancelTweet } from "../tweets/cancel";
import { viewTweet } from "../tweets/change-tweet";
import { deleteTweet } from "../tweets/delete";
import { editTweet } from "../tweets/edit";
import { listQueue } from "../tweets/list";
import { rescheduleTweet } from "../tweets/reschedule";
import { resolveTweet } from "../tweets/resolve";
import { scheduleAgain, scheduleTweet } from "../tweets/schedule";
import { scheduleAll } from "../tweets/schedule-all";
import { syncTweets } from "../tweets/sync";
import { unscheduleTweet } from "../tweets/unschedule";
import { procedure, router } from "./trpc";

const maxTextCharacters = 10_000;
const maxUrlCharacters = 500;
const maxAtOnce = 200;

const id = z.uuid("This is not a tweet's id.");
const target = z.object({ id, revision: z.int().positive() });
const text = z.string().max(maxTextCharacters, "The tweet is far too long for X.");
const time = z.date("This is no time. Choose a day and an hour.");
const newTweet = z.object({
  id,
  accountId: z.uuid("This is not an account's id."),
  text,
  scheduledFor: time,
});
const again = target.extend({ scheduledFor: time });

export const tweetRouter = router({
  get_queue: procedure
    .input(z.object({ verify: z.boolean().default(true), cursor: z.string().optional() }).prefault({}))
    .query(({ ctx, input }) => listQueue(ctx.roost, { ...input, userId: ctx.userId })),
  cleanup_orphaned_tweets: procedure.mutation(({ ctx }) => syncTweets(ctx.roost, ctx.userId)),
  get: procedure
    .input(z.object({ id }))
    .query(({ ctx, input }) => viewTweet(ctx.roost, ctx.userId, input.id)),
  schedule: procedure
    .input(z.union([newTweet.strict(), again.strict()]))
    .mutation(({ ctx, input }) =>
      "text" in input
        ? scheduleTweet(ctx.roost, { ...input, userId: ctx.userId })
        : scheduleAgain(ctx.roost, { ...input, userId: ctx.userId }),
    ),
  schedule_all: procedure
    .input(z.object({ tweets: z.array(target).min(1).max(maxAtOnce) }))
    .mutation(({ ctx, input }) => scheduleAll(ctx.roost, { ...input, userId: ctx.userId })),
  reschedule: procedure
    .input(again)
    .mutation(({ ctx, input }) => rescheduleTweet(ctx.roost, { ...input, userId: ctx.userId })),
  unschedule: procedure
    .input(target)
    .mutation(({ ctx, input }) => unscheduleTweet(ctx.roost, { ...input, userId: ctx.userId })),
  edit: procedure
    .input(target.extend({ text, scheduledFor: time.optional() }))
    .mutation(({ ctx, input }) => editTweet(ctx.roost, { ...input, userId: ctx.userId })),
  cancel: procedure
    .input(target)
    .mutation(({ ctx, input }) => cancelTweet(ctx.roost, { ...input, userId: ctx.userId })),
  delete: procedure
    .input(target)
    .mutation(({ ctx, input }) => deleteTweet(ctx.roost, { ...input, userId: ctx.userId })),
  resolve: procedure
    .input(target.extend({ isUp: z.boolean(), postUrl: z.string().max(maxUrlCharacters).optional() }))
    .mutation(({ ctx, input }) => resolveTweet(ctx.roost, { ...input, userId: ctx.userId })),
});
