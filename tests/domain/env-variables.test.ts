import { describe, expect, it } from "vitest";
import { readEnv } from "~/server/env";
import { goodEnv, refusalOf, required, someKey } from "./env-cases";

const secret = "s3cr3t";

/** What people are told of a variable that is not there. */
const missing: Record<string, string> = {
  DATABASE_URL: "is missing: the address of the PostgreSQL database",
  NEXTAUTH_URL: "should be an address that starts with https:// or http://",
  NEXTAUTH_SECRET: "is missing: a random secret of 32 characters or more",
  TOKEN_KEYS: "is missing: name:key, the key being 32 random bytes in base64",
  X_CLIENT_ID: "is missing: the client id of the X app",
  X_CLIENT_SECRET: "is missing: the client secret of the X app",
  QSTASH_TOKEN: "is missing: the token of the QStash account",
  QSTASH_CURRENT_SIGNING_KEY: "is missing: the current signing key of the QStash account",
  QSTASH_NEXT_SIGNING_KEY: "is missing: the next signing key of the QStash account",
};

/** For each variable: values that are not right, and what people are told that it should be. */
const bad: Record<string, [string, ...string[]][]> = {
  DATABASE_URL: [
    ["should start with postgresql://", `mysql://${secret}`, secret, `x postgresql://${secret}`],
    ["should be an address: postgresql://user:password@host:5432/database", `postgresql://u:${secret}@[h/d`],
  ],
  NEXTAUTH_URL: [
    ["should be an address that starts with https://", secret, `ftp://${secret}`, "https://"],
    // next-auth would put an https:// of its own before these.
    ["should be an address that starts with https://", ` https://${secret}`, `HTTPS://${secret}`],
    [
      "should be the address alone, such as https://roost.example",
      `https://roost.example/${secret}`,
      `https://roost.example/api/auth/${secret}`,
      `https://roost.example?x=${secret}`,
      `https://roost.example/#${secret}`,
      `https://${secret}@roost.example`,
      `https://user:${secret}@roost.example`,
    ],
  ],
  NEXTAUTH_SECRET: [["should have 32 characters or more", secret, `${secret}${"x".repeat(25)}`]],
  TOKEN_KEYS: [
    [
      "should be name:key, the key being 32 random bytes in base64",
      secret,
      `k1:${secret}`,
      someKey,
      `k1:${someKey},`,
      `k1:${someKey},${secret}`,
      `k 1:${someKey}`,
      `k1:${someKey.slice(0, -2)}=`,
    ],
    ["should name each of its keys differently", `k1:${someKey},k1:${someKey}`],
  ],
  X_CLIENT_ID: [],
  X_CLIENT_SECRET: [],
  X_API_BASE_URL: [["should be an address that starts with https://", secret, `file:///${secret}`]],
  X_AUTHORIZE_URL: [["should be an address that starts with https://", secret, `javascript:${secret}`]],
  QSTASH_URL: [["should be an address that starts with https://", secret, `qstash://${secret}`]],
  QSTASH_TOKEN: [],
  QSTASH_CURRENT_SIGNING_KEY: [],
  QSTASH_NEXT_SIGNING_KEY: [],
  ROOST_INSTALLATION: [["should be 1 to 40 letters, digits, - or _", `${secret} !`, "x".repeat(41), "a/b"]],
  ROOST_SANDBOX: [["should be 1 or left out", secret, "true", "yes", "2"]],
  MEDIA_DIR: [],
  S3_BUCKET: [],
  S3_ENDPOINT: [["should be an address that starts with https://", secret, `s3://${secret}`]],
  S3_REGION: [],
  S3_ACCESS_KEY_ID: [],
  S3_SECRET_ACCESS_KEY: [],
  S3_FORCE_PATH_STYLE: [["should be 1 or left out", secret, "true", "2"]],
  ARM_WINDOW_ZONE: [["should be a time zone such as Europe/Berlin", secret, "Mars/Phobos", "+99:00"]],
  RECONCILER_PORT: [
    ["should be a port from 0 to 65535", secret, "80.5", "-1", "65536", "100000", " ", "0x50", "1e3"],
  ],
  LOG_LEVEL: [["should be one of silent, error, warn, info, debug", secret, "INFO"]],
};

const badCases = Object.entries(bad).flatMap(([name, groups]) =>
  groups.flatMap(([says, ...values]) => values.map((value) => ({ name, value, says }))),
);

describe("a bad variable stops the start", () => {
  it("the cases name every variable that there is", () => {
    expect(Object.keys(bad).sort()).toEqual(Object.keys(readEnv(goodEnv)).sort());
  });

  it.each(badCases)("$name set to $value is named, with what it should be", ({ name, value, says }) => {
    const refusal = refusalOf({ ...goodEnv, [name]: value });
    expect(refusal).toContain(`\n  ${name} ${says}`);
    for (const other of Object.keys(bad)) if (other !== name) expect(refusal).not.toContain(`${other} `);
  });

  it.each(badCases)("$name set to $value is never repeated in the error", ({ name, value }) => {
    const refusal = refusalOf({ ...goodEnv, [name]: value });
    expect(refusal).not.toContain(secret);
    for (const [given, kept] of Object.entries(goodEnv)) {
      if (given !== name) expect(refusal).not.toContain(kept);
    }
  });

  it("all bad ones are named at once, and where to read on", () => {
    const refusal = refusalOf({
      ...goodEnv,
      LOG_LEVEL: "loud",
      TOKEN_KEYS: "none",
      NEXTAUTH_SECRET: "short",
    });
    const named = refusal.split("\n").map((line) => line.trim().split(" ")[0]);
    expect(named).toEqual(expect.arrayContaining(["LOG_LEVEL", "TOKEN_KEYS", "NEXTAUTH_SECRET"]));
    expect(refusal).toContain(".env.example");
  });
});

describe("a missing variable", () => {
  it.each(required)("%s stops the start by its name, left out or left empty", (name) => {
    const { [name]: _, ...rest } = goodEnv;
    expect(refusalOf(rest).split("\n")).toContain(`  ${name} ${missing[name]}`);
    expect(refusalOf({ ...rest, [name]: "" })).toBe(refusalOf(rest));
  });

  it("that has a default takes it, left out or left empty", () => {
    const defaults = {
      X_API_BASE_URL: "https://api.x.com",
      X_AUTHORIZE_URL: "https://x.com/i/oauth2/authorize",
      QSTASH_URL: "https://qstash.upstash.io",
      ROOST_INSTALLATION: "roost",
      ROOST_SANDBOX: "0",
      MEDIA_DIR: ".data/media",
      S3_BUCKET: "",
      S3_ENDPOINT: "",
      S3_REGION: "us-east-1",
      S3_ACCESS_KEY_ID: "",
      S3_SECRET_ACCESS_KEY: "",
      S3_FORCE_PATH_STYLE: "0",
      ARM_WINDOW_ZONE: "UTC",
      RECONCILER_PORT: 3100,
      LOG_LEVEL: "info",
    };
    expect(readEnv(goodEnv)).toEqual({ ...goodEnv, ...defaults });
    const empty = Object.fromEntries(Object.keys(defaults).map((name) => [name, ""]));
    expect(readEnv({ ...goodEnv, ...empty })).toEqual({ ...goodEnv, ...defaults });
  });
});

describe("a right environment", () => {
  it.each([
    ["DATABASE_URL", "postgres://u@db/roost"],
    ["NEXTAUTH_URL", "http://localhost:3000"],
    ["NEXTAUTH_URL", "https://roost.example/"],
    ["NEXTAUTH_URL", "https://roost.example/api/auth"],
    ["TOKEN_KEYS", `new:${someKey},old-1:${someKey}`],
    ["QSTASH_URL", "https://qstash-us-east-1.upstash.io"],
    ["ARM_WINDOW_ZONE", "America/New_York"],
    ["NEXTAUTH_SECRET", "x".repeat(32)],
    ["QSTASH_TOKEN", "x"],
    ...["silent", "fatal", "error", "warn", "info", "debug", "trace"].map((level) => ["LOG_LEVEL", level]),
  ])("%s may be %s", (name = "", value = "") => {
    expect(readEnv({ ...goodEnv, [name]: value })).toMatchObject({ [name]: value });
  });

  it("has its port as a number, 0 for any free one", () => {
    expect(readEnv({ ...goodEnv, RECONCILER_PORT: "0" }).RECONCILER_PORT).toBe(0);
    expect(readEnv({ ...goodEnv, RECONCILER_PORT: "65535" }).RECONCILER_PORT).toBe(65_535);
  });

  it("holds nothing that Roost did not ask for", () => {
    expect(readEnv({ ...goodEnv, QSTASH_DEV: "true", PATH: "/bin" })).toEqual(readEnv(goodEnv));
  });
});
