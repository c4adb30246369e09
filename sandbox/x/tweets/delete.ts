import type { XContext } from "../context";
import { forbidden } from "../http/problems";
import { Refusal } from "../http/reply";
import type { Caller } from "../oauth/bearer";
import { findTweet } from "./store";

/** Deletes a post of the caller's; one that is already gone counts as deleted. Its row stays in the ledger. */
export async function deleteTweet(ctx: XContext, caller: Caller, id: string): Promise<void> {
  const tweet = await findTweet(ctx, id);
  if (!tweet) return;
  if (tweet.userId !== caller.userId)
    throw new Refusal(forbidden("You are not allowed to delete this Tweet."));
  await ctx.db.query("UPDATE tweets SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL", [
    id,
    ctx.clock.now(),
  ]);
}
