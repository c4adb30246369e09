import type { XContext } from "../context";
import { textField } from "../http/body";
import type { XRequest } from "../http/request";
import { isSame } from "./authorize-request";

/**
 * Whether the app proved itself: HTTP Basic, or client_id and client_secret in the body. Where both are
 * sent, both have to be right.
 */
export function isOurClient(
  ctx: XContext,
  request: XRequest,
  fields: Record<string, unknown> | undefined,
): boolean {
  const id = textField(fields, "client_id");
  const secret = textField(fields, "client_secret");
  if (id !== undefined && !isSame(id, ctx.clientId)) return false;
  if (secret !== undefined && !isSame(secret, ctx.clientSecret)) return false;
  const { authorization } = request.headers;
  if (authorization === undefined) return id !== undefined && secret !== undefined;
  return isRightBasic(ctx, authorization);
}

function isRightBasic(ctx: XContext, authorization: string): boolean {
  const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1];
  if (!encoded) return false;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const secret = rest.join(":");
  // Some clients encode both parts first (RFC 6749, section 2.3.1), some do not.
  return [raw, formDecoded].some(
    (read) => isSame(read(id), ctx.clientId) && isSame(read(secret), ctx.clientSecret),
  );
}

const raw = (text: string): string => text;

const formDecoded = (text: string): string => new URLSearchParams(`v=${text}`).get("v") ?? text;
