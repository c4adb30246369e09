import type { XContext } from "../context";
import { forbidden, notFound } from "../http/problems";
import { Refusal } from "../http/reply";
import type { Caller } from "../oauth/bearer";
import { findTweet } from "./store";

/**
 * Deletes a post of the caller's; its row stays in the ledger. Of two at once one deletes. What X says of a post that is
 * already gone is not documented and was not found: here it is a 404, so that nobody may count on a success.
 */
export async function deleteTweet(ctx: XContext, caller: Caller, id: string): Promise<void> {
  const tweet = await findTweet(ctx, id);
  if (!tweet) throw new Refusal(notFound("tweet", id));
  if (tweet.userId !== caller.userId)
    throw new Refusal(forbidden("You are not allowed to delete this Tweet."));
  const { rowCount } = await ctx.db.query(
    "UPDATE tweets SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL",
    [id, ctx.clock.now()],
  );
  if (rowCount !== 1) throw new Refusal(notFound("tweet", id));
}
