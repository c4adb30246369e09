import { z } from "zod";

const highestPort = 65_535;

const envSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((port) => port <= highestPort),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/.+/, "has to be a postgresql:// address"),
  X_CLIENT_ID: z.string().min(1),
  X_CLIENT_SECRET: z.string().min(1),
  X_REDIRECT_URIS: z.string().default(""),
});

export type XSandboxEnv = {
  port: number;
  databaseUrl: string;
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
};

const meanings: Record<string, string> = {
  PORT: "the port to listen on, 0 to 65535",
  DATABASE_URL: "the postgresql:// address of a database of the sandbox's own",
  X_CLIENT_ID: "any text; the app has to use the same",
  X_CLIENT_SECRET: "any text; the app has to use the same",
};

/** The settings, or one sentence for each variable that is missing or wrong. Values are never repeated: some are secret. */
export function readEnv(env: NodeJS.ProcessEnv): { env: XSandboxEnv } | { wrong: string } {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    const sentences = [...names].map(
      (name) => `${name} is ${env[name] ? "wrong" : "missing"}: it should be ${meanings[name]}.`,
    );
    return { wrong: sentences.join("\n") };
  }
  const { PORT, DATABASE_URL, X_CLIENT_ID, X_CLIENT_SECRET, X_REDIRECT_URIS } = parsed.data;
  return {
    env: {
      port: PORT,
      databaseUrl: DATABASE_URL,
      clientId: X_CLIENT_ID,
      clientSecret: X_CLIENT_SECRET,
      redirectUris: X_REDIRECT_URIS.split(",")
        .map((uri) => uri.trim())
        .filter(Boolean),
    },
  };
}
