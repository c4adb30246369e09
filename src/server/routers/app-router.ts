import { accountRouter } from "./account-router";
import { router } from "./trpc";
import { tweetRouter } from "./tweet-router";

export const appRouter = router({ tweet: tweetRouter, account: accountRouter });

export type AppRouter = typeof appRouter;
