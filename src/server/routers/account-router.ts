import { z } from "zod";
import { cancelHeld } from "../accounts/cancel-held";
import { listAccounts } from "../accounts/list-accounts";
import { pauseAccount } from "../accounts/pause";
import { unpauseAccount } from "../accounts/unpause";
import { procedure, router } from "./trpc";
import { unknown } from "./tweet-input";

const account = z.object({ accountId: z.uuid("This is not an account's id.") }, unknown);

export const accountRouter = router({
  list: procedure.query(({ ctx }) => listAccounts(ctx.roost, ctx.userId)),
  pause: procedure
    .input(account)
    .mutation(({ ctx, input }) => pauseAccount(ctx.roost, { ...input, userId: ctx.userId })),
  unpause: procedure
    .input(account)
    .mutation(({ ctx, input }) => unpauseAccount(ctx.roost, { ...input, userId: ctx.userId })),
  cancel_held: procedure
    .input(account)
    .mutation(({ ctx, input }) => cancelHeld(ctx.roost, { ...input, userId: ctx.userId })),
});
