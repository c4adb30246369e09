import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import type { XRequest } from "../http/request";
import { findTokenOwner, handleOfGrant, type TokenOwner } from "../oauth/bearer";

/** What a fault may be matched against, and what the request log keeps. */
export type Facts = {
  method: string;
  path: string;
  handle: string | undefined;
  text: string | undefined;
  grantType: string | undefined;
  owner: TokenOwner | undefined;
};

/** Reads the request without judging it: a dead token still tells whose it was. */
export async function readFacts(ctx: XContext, request: XRequest): Promise<Facts> {
  const fields = request.body === "" ? undefined : parseFields(request);
  const owner = await findTokenOwner(ctx, request);
  const secret = textField(fields, "refresh_token") ?? textField(fields, "code");
  return {
    method: request.method,
    path: request.path,
    handle: owner?.handle ?? (secret ? await handleOfGrant(ctx, secret) : undefined),
    text: textField(fields, "text"),
    grantType: textField(fields, "grant_type"),
    owner,
  };
}
