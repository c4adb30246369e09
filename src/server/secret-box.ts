// Seals X's tokens before they are stored: AES-256-GCM, the key named in the box so that keys can rotate.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export type SecretBox = {
  /** `context` ties the box to its row: moved to another, it does not open. */
  seal: (secret: string, context: string) => string;
  /** @throws Error when the key is gone from TOKEN_KEYS, or the box was altered or moved. */
  open: (box: string, context: string) => string;
};

const ivBytes = 12;
/** GCM's whole tag: without it Node takes one cut to 4 bytes, which can be guessed. */
const tagBytes = 16;
const algorithm = "aes-256-gcm";

/** @param tokenKeys `name:base64key,…`: the first seals, all of them open. */
export function createSecretBox(tokenKeys: string): SecretBox {
  const keys = new Map(
    tokenKeys.split(",").map((entry) => {
      const [name = "", key = ""] = entry.split(":");
      return [name, Buffer.from(key, "base64")] as const;
    }),
  );
  const [current] = keys;
  if (!current) throw new Error("TOKEN_KEYS holds no key.");
  const [currentName, currentKey] = current;
  return {
    seal: (secret, context) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, currentKey, iv).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return [
        currentName,
        ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url")),
      ].join(".");
    },
    open: (box, context) => {
      const [name = "", iv = "", sealed = "", tag = ""] = box.split(".");
      const key = keys.get(name);
      if (!key)
        throw new Error(
          `A stored token was sealed with the key "${name}", which TOKEN_KEYS no longer holds.`,
        );
      const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, "base64url"), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([decipher.update(Buffer.from(sealed, "base64url")), decipher.final()]).toString(
        "utf8",
      );
    },
  };
}
