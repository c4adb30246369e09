import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "./api-error";
import type { Incoming } from "./incoming";

/** Throws ApiError 401 unless the call brings the token: as a bearer, or as `?qstash_token=`. */
export function authenticate(token: string, { headers, query }: Incoming): void {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const given = bearer ?? query.get("qstash_token") ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new ApiError(401, "unable to authenticate: invalid token");
  }
}
