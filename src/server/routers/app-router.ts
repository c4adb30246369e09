import { accountRouter } from "./account-router";
import { notificationRouter } from "./notification-router";
import { router } from "./trpc";
import { tweetRouter } from "./tweet-router";

export const appRouter = router({
  tweet: tweetRouter,
  account: accountRouter,
  notification: notificationRouter,
});

export type AppRouter = typeof appRouter;
