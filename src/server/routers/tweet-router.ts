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

const unknown = "Roost does not know this request. Reload the page, then try again.";
const unseen = "Say which state of the tweet you saw. Reload the page to see the present one.";
const noText = "There is no text. Write the tweet first.";
const noLink = "Paste the post's link, as in https://x.com/name/status/1234567890.";
const howMany = `Choose from 1 to ${maxAtOnce} tweets at a time.`;

const id = z.uuid("This is not a tweet's id.");
const target = z.object({ id, revision: z.int(unseen).positive(unseen) }, unknown);
const text = z.string(noText).max(maxTextCharacters, "The tweet is far too long for X.");
const time = z.date("This is no time. Choose a day and an hour.");
const newTweet = z.strictObject(
  {
    id,
    accountId: z.uuid("This is not an account's id."),
    text,
    scheduledFor: time,
  },
  unknown,
);
const again = target.extend({ scheduledFor: time });

/** A new tweet brings its text, one that stands already names what was seen; each is told in its own words what is wrong. */
function readSchedule(input: unknown): z.infer<typeof newTweet> | z.infer<typeof again> {
  const isNew = typeof input === "object" && input !== null && "text" in input;
  return isNew ? newTweet.parse(input) : again.strict().parse(input);
}

export const tweetRouter = router({
  get_queue: procedure
    .input(
      z
        .object({ verify: z.boolean(unknown).default(true), cursor: z.string(unknown).optional() }, unknown)
        .prefault({}),
    )
    .query(({ ctx, input }) => listQueue(ctx.roost, { ...input, userId: ctx.userId })),
  cleanup_orphaned_tweets: procedure.mutation(({ ctx }) => syncTweets(ctx.roost, ctx.userId)),
  get: procedure
    .input(z.object({ id }, unknown))
    .query(({ ctx, input }) => viewTweet(ctx.roost, ctx.userId, input.id)),
  schedule: procedure
    .input(readSchedule)
    .mutation(({ ctx, input }) =>
      "text" in input
        ? scheduleTweet(ctx.roost, { ...input, userId: ctx.userId })
        : scheduleAgain(ctx.roost, { ...input, userId: ctx.userId }),
    ),
  schedule_all: procedure
    .input(z.object({ tweets: z.array(target, howMany).min(1, howMany).max(maxAtOnce, howMany) }, unknown))
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
    .input(
      target.extend({
        isUp: z.boolean("Say whether it is up on X."),
        postUrl: z.string(noLink).max(maxUrlCharacters, noLink).optional(),
      }),
    )
    .mutation(({ ctx, input }) => resolveTweet(ctx.roost, { ...input, userId: ctx.userId })),
});
