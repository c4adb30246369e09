// Whether QStash has signed a delivery, judged without the product's own check.
import { createHash, createHmac } from "node:crypto";
import { secrets } from "./signing-keys";

type Claims = { sub?: string; exp?: number; body?: string };

/** @param nowMs for the signature's end. */
export function isSigned(signature: string | undefined, body: Buffer, url: string, nowMs: number): boolean {
  const [head = "", claims = "", seal = ""] = (signature ?? "").split(".");
  const isOurs = [secrets.currentSigningKey, secrets.nextSigningKey].some(
    (key) => createHmac("sha256", key).update(`${head}.${claims}`).digest("base64url") === seal,
  );
  if (!isOurs) return false;
  const { sub, exp, body: hash } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Claims;
  const own = createHash("sha256").update(body).digest("base64url");
  return sub === url && hash?.replaceAll("=", "") === own && (exp ?? 0) * 1000 > nowMs;
}
