import { createHash, createHmac } from "node:crypto";

export type Signing = { key: string; url: string; body: string; iatS?: number; lifetimeS?: number };

/** A signature as QStash makes it: a JWT whose key is the signing key's own characters. */
export function signDelivery({
  key,
  url,
  body,
  iatS = Math.floor(Date.now() / 1000),
  lifetimeS = 300,
}: Signing): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = [
    encode({ alg: "HS256", typ: "JWT" }),
    encode({
      iss: "Upstash",
      sub: url,
      exp: iatS + lifetimeS,
      nbf: 0,
      iat: iatS,
      jti: "jwt_test",
      body: createHash("sha256").update(body).digest("base64url"),
    }),
  ].join(".");
  return `${unsigned}.${createHmac("sha256", key).update(unsigned).digest("base64url")}`;
}
