import type { XContext } from "../context";
import { parseFields, textField } from "../http/body";
import type { XRequest } from "../http/request";
import { bearerToken, handleOfToken } from "../oauth/bearer";

/** What a fault may be matched against. */
export type Facts = {
  method: string;
  path: string;
  handle: string | undefined;
  text: string | undefined;
  grantType: string | undefined;
};

/** Reads the request without judging it: a dead token still tells whose it was. */
export async function readFacts(ctx: XContext, request: XRequest): Promise<Facts> {
  const fields = parseFields(request);
  const token = bearerToken(request) ?? textField(fields, "refresh_token") ?? textField(fields, "code");
  return {
    method: request.method,
    path: request.path,
    handle: token ? await handleOfToken(ctx, token) : undefined,
    text: textField(fields, "text"),
    grantType: textField(fields, "grant_type"),
  };
}
