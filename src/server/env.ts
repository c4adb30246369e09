// Every variable that Roost reads, checked once: a bad one is named, with what it should be.
import { z } from "zod";

const addressWords = "should be an address that starts with https:// or http://";
const address = z.url({ protocol: /^https?$/, error: addressWords });
const text = (what: string) => z.string({ error: `is missing: ${what}` }).min(1, `is empty: ${what}`);
const optional = z.string().default("");

const shape = z.object({
  DATABASE_URL: z
    .string({ error: "is missing: the address of the PostgreSQL database" })
    .regex(/^postgres(ql)?:\/\//, "should start with postgresql://")
    .refine(URL.canParse, "should be an address: postgresql://user:password@host:5432/database"),
  // next-auth reads the very characters, and knows a protocol in small letters only.
  NEXTAUTH_URL: z
    .string({ error: addressWords })
    .regex(/^https?:/, addressWords)
    .pipe(address)
    .refine(isAddressAlone, "should be the address alone, such as https://roost.example, without a path"),
  NEXTAUTH_SECRET: text("a random secret of 32 characters or more").min(
    32,
    "should have 32 characters or more",
  ),
  TOKEN_KEYS: z
    .string({ error: "is missing: name:key, the key being 32 random bytes in base64" })
    .regex(
      /^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/,
      "should be name:key, the key being 32 random bytes in base64 (openssl rand -base64 32); several with commas, the newest first",
    )
    .refine(hasDistinctNames, "should name each of its keys differently"),
  X_CLIENT_ID: text("the client id of the X app"),
  X_CLIENT_SECRET: text("the client secret of the X app"),
  X_API_BASE_URL: address.default("https://api.x.com"),
  X_AUTHORIZE_URL: address.default("https://x.com/i/oauth2/authorize"),
  QSTASH_URL: address.default("https://qstash.upstash.io"),
  QSTASH_TOKEN: text("the token of the QStash account"),
  QSTASH_CURRENT_SIGNING_KEY: text("the current signing key of the QStash account"),
  QSTASH_NEXT_SIGNING_KEY: text("the next signing key of the QStash account"),
  ROOST_INSTALLATION: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, "should be 1 to 40 letters, digits, - or _")
    .default("roost"),
  ROOST_SANDBOX: z.enum(["0", "1"], "should be 1 or left out").default("0"),
  MEDIA_DIR: z.string().default(".data/media"),
  S3_BUCKET: optional,
  S3_ENDPOINT: address.or(z.literal("")).default(""),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  S3_FORCE_PATH_STYLE: z.enum(["0", "1"], "should be 1 or left out").default("0"),
  ARM_WINDOW_ZONE: z
    .string()
    .refine(isTimeZone, "should be a time zone such as Europe/Berlin")
    .default("UTC"),
  RECONCILER_PORT: z
    .string()
    .regex(/^\d{1,5}$/, "should be a port from 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65_535, "should be a port from 0 to 65535")
    .default(3100),
  LOG_LEVEL: z
    .enum(
      ["silent", "fatal", "error", "warn", "info", "debug", "trace"],
      "should be one of silent, error, warn, info, debug",
    )
    .default("info"),
});

export type Env = z.infer<typeof shape>;

/**
 * Reads and checks the environment.
 * @throws Error that names each bad variable, what is wrong with it, and never its value.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = shape.safeParse(present);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new Error(
      `Roost cannot start, its environment is not right:\n${lines.join("\n")}\nSee .env.example.`,
    );
  }
  refuseHalfASandbox(result.data);
  refuseHalfAStore(result.data);
  return result.data;
}

let cached: Env | undefined;

/** The environment of this process, checked at the first call. */
export function getEnv(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** The sandbox signs with its own keys and takes any handle: it must never stand in for the real services unseen. */
function refuseHalfASandbox(env: Env): void {
  const outside = ["QSTASH_URL", "X_API_BASE_URL", "X_AUTHORIZE_URL"] as const;
  if (env.ROOST_SANDBOX === "1") {
    for (const name of [...outside, "NEXTAUTH_URL"] as const) {
      if (isLoopback(env[name])) continue;
      throw new Error(
        `Roost cannot start: with ROOST_SANDBOX=1 every address must be on this machine, and ${name} is not.`,
      );
    }
    return;
  }
  const local = outside.find((name) => isLoopback(env[name]));
  if (local) {
    throw new Error(
      `Roost cannot start: ${local} is on this machine, which is only right for the sandbox (ROOST_SANDBOX=1).`,
    );
  }
}

/** A store that is named in part would be found out by the first upload, or keep it where nobody looks for it. */
function refuseHalfAStore(env: Env): void {
  const secrets = ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
  if (env.S3_BUCKET) {
    const missing = secrets.find((name) => !env[name]);
    if (missing) throw new Error(`Roost cannot start: S3_BUCKET is set, and ${missing} is missing.`);
    if (env.ROOST_SANDBOX === "1" && !isLoopback(env.S3_ENDPOINT || "https://amazonaws.com")) {
      throw new Error(
        "Roost cannot start: with ROOST_SANDBOX=1 every address must be on this machine, and S3_ENDPOINT is not.",
      );
    }
    return;
  }
  const alone = ([...secrets, "S3_ENDPOINT"] as const).find((name) => env[name]);
  if (alone) throw new Error(`Roost cannot start: ${alone} is set, and S3_BUCKET is missing.`);
}

/** Also what connects to this machine by another spelling: a dot at the end, 0.0.0.0, IPv4 written as IPv6. */
function isLoopback(url: string): boolean {
  const hostname = new URL(url).hostname.replace(/\.$/, "");
  return /^((.+\.)?localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(
    hostname,
  );
}

/** Deliveries, callbacks and cookies are all made for the host's root; `/api/auth` is what next-auth calls it. */
function isAddressAlone(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, pathname, search, hash } = new URL(url);
  return ["/", "/api/auth"].includes(pathname) && `${username}${password}${search}${hash}` === "";
}

function hasDistinctNames(tokenKeys: string): boolean {
  const names = tokenKeys.split(",").map((entry) => entry.split(":")[0]);
  return new Set(names).size === names.length;
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
