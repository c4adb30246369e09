import { readEnv } from "~/server/env";

/** 32 bytes in base64. */
export const someKey = Buffer.alloc(32, 7).toString("base64");

/** The least that Roost starts with: what has no default. */
export const goodEnv: Record<string, string> = {
  DATABASE_URL: "postgresql://roost:hunter2@db.example/roost",
  NEXTAUTH_URL: "https://roost.example",
  NEXTAUTH_SECRET: "a-secret-of-thirty-two-characters-or-more",
  TOKEN_KEYS: `k1:${someKey}`,
  X_CLIENT_ID: "x-client-id-of-the-test",
  X_CLIENT_SECRET: "x-client-secret-of-the-test",
  QSTASH_TOKEN: "qstash-token-of-the-test",
  QSTASH_CURRENT_SIGNING_KEY: "qstash-current-key-of-the-test",
  QSTASH_NEXT_SIGNING_KEY: "qstash-next-key-of-the-test",
};

export const required = Object.keys(goodEnv);

/** The words that an environment is refused with. Throws when it is not refused. */
export function refusalOf(env: Record<string, string | undefined>): string {
  try {
    readEnv(env);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error("the environment was not refused");
}
