// A post that a person names must be the account's own, by X's word and not by the link's: who could name another's
// would keep its owner's tweet from ever being found.
import type { PostLink } from "~/domain/post-link";
import { AppError } from "../app-error";
import type { Collaborators } from "../collaborators";
import { withToken } from "../x/with-token";

type Account = { id: string; xUserId: string; handle: string };

/**
 * Asks X whose the post is, with the account's own token. No transaction is open meanwhile.
 * @throws AppError BAD_INPUT for a post that is not there or not the account's, UNAVAILABLE where X does not say
 */
export async function requireOwnPost(c: Collaborators, account: Account, { xId }: PostLink): Promise<void> {
  const answer = await withToken(c.publisher, account.id, ({ accessToken }) =>
    c.publisher.post(accessToken, xId),
  );
  switch (answer.kind) {
    case "post":
      if (answer.authorXUserId === account.xUserId) return;
      throw new AppError("BAD_INPUT", `That post is not of @${account.handle}. Paste the link of this one.`);
    case "gone":
      throw new AppError("BAD_INPUT", "X has no such post. Paste the link of this one.");
    case "noToken":
      throw unread(
        answer.noToken.kind === "reconnect"
          ? `X no longer accepts Roost's sign-in for @${account.handle}. Connect the account again, then say it once more.`
          : "X could not be asked just now. Try again in a minute.",
      );
    case "failed":
      throw unread("X did not answer. Try again in a minute.");
  }
}

function unread(why: string): AppError {
  return new AppError(
    "UNAVAILABLE",
    `Roost could not check whose post that is, so nothing was changed. ${why}`,
  );
}
