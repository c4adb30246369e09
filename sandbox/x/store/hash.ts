import { createHash, randomBytes } from "node:crypto";

const secretBytes = 48;

/** Codes and tokens are stored only as this. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export const newSecret = (): string => randomBytes(secretBytes).toString("base64url");
