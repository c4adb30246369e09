import { z } from "zod";
import type { QStashSandboxOptions } from "./server";

const portMax = 65_535;
const text = (what: string) =>
  z.string({ error: `is missing: it should be ${what}` }).min(1, `should be ${what}`);

const schema = z.object({
  PORT: z.coerce.number({ error: "should be a port number" }).int().min(0).max(portMax).default(8080),
  DATABASE_URL: text("the URL of a PostgreSQL database for the sandbox alone"),
  QSTASH_TOKEN: text("the token that callers bring"),
  QSTASH_CURRENT_SIGNING_KEY: text("the key that deliveries are signed with"),
  QSTASH_NEXT_SIGNING_KEY: text("the signing key after that one"),
  QSTASH_SANDBOX_STRICT: z.enum(["", "0", "1"], { error: "should be 1 or 0" }).default(""),
});

/**
 * Reads the sandbox's settings from the environment; `--strict` on the command line is QSTASH_SANDBOX_STRICT=1.
 * Throws Error with a sentence that names each bad variable.
 */
export function readEnv(
  env: Record<string, string | undefined>,
  args: string[],
): { port: number; options: QStashSandboxOptions } {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The QStash sandbox can't start: ${problems.join("; ")}.`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    options: {
      databaseUrl: data.DATABASE_URL,
      token: data.QSTASH_TOKEN,
      currentSigningKey: data.QSTASH_CURRENT_SIGNING_KEY,
      nextSigningKey: data.QSTASH_NEXT_SIGNING_KEY,
      strict: data.QSTASH_SANDBOX_STRICT === "1" || args.includes("--strict"),
    },
  };
}
