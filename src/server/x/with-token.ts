// One thing asked of X in an account's name. A token that X calls expired is renewed, once, and X asked again.
import type { Publisher } from "./publisher";
import type { NoToken } from "./refresh";
import type { ReadToken } from "./tokens";

/** `isRenewed`: X has just called the one before it expired. */
export type Token = { accessToken: string; version: number; isRenewed: boolean };

type Expired = { kind: "expired"; detail: string };

/**
 * Returns X's answer, or why there is no token that X takes: a new one that X calls expired too is no sign-in any more.
 * @param call asks X with the token; is called a second time only after it has answered "expired".
 * @param read the account's token, where the caller has read it.
 * @throws what `call` throws, and when the database cannot be reached.
 */
export async function withToken<Answer extends { kind: string }>(
  publisher: Pick<Publisher, "token" | "renewToken">,
  accountId: string,
  call: (token: Token) => Promise<Answer | Expired>,
  read?: ReadToken,
): Promise<Answer | { kind: "noToken"; noToken: NoToken }> {
  const token = await publisher.token(accountId, read);
  if (token.kind !== "token") return { kind: "noToken", noToken: token };
  const first = await call({ ...token, isRenewed: false });
  if (!isExpired(first)) return first;
  const renewed = await publisher.renewToken(accountId, token.version);
  if (renewed.kind !== "token") return { kind: "noToken", noToken: renewed };
  const second = await call({ ...renewed, isRenewed: true });
  if (!isExpired(second)) return second;
  const { version } = renewed;
  return { kind: "noToken", noToken: { kind: "reconnect", version, detail: second.detail } };
}

function isExpired(answer: { kind: string }): answer is Expired {
  return answer.kind === "expired";
}
