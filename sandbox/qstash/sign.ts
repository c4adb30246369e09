import { createHash, createHmac } from "node:crypto";
import { newJwtId } from "./ids";

const validForSeconds = 300;
const msPerSecond = 1000;

export type SignatureInput = { key: string; url: string; body: Buffer; nowMs: number };

/**
 * The `Upstash-Signature` of one delivery: a JWT signed HS256 with the signing key's text as its bytes. `sub` is the
 * destination to the letter, `body` the base64url SHA-256 of the raw body, `nbf` 0 so that a receiver whose clock
 * lags still accepts it (upstash.com/docs/qstash/howto/signature).
 */
export function signDelivery({ key, url, body, nowMs }: SignatureInput): string {
  const iat = Math.floor(nowMs / msPerSecond);
  const signed = [
    { alg: "HS256", typ: "JWT" },
    {
      iss: "Upstash",
      sub: url,
      exp: iat + validForSeconds,
      nbf: 0,
      iat,
      jti: newJwtId(),
      body: createHash("sha256").update(body).digest("base64url"),
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}
