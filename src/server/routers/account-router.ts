import { listAccounts } from "../accounts/list-accounts";
import { procedure, router } from "./trpc";

export const accountRouter = router({
  list: procedure.query(({ ctx }) => listAccounts(ctx.roost, ctx.userId)),
});
