import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareStandIns, type StandIns } from "../support/stand-in/start";

let standIns: StandIns;

beforeEach(async () => {
  standIns = await prepareStandIns();
});

afterEach(() => standIns.clean());

async function environmentOf(portVariable: string): Promise<Record<string, string>> {
  const response = await fetch(`http://127.0.0.1:${standIns.ports[portVariable]}/env`);
  return (await response.json()) as Record<string, string>;
}

test("the app and the reconciler get their whole environment from the stack", async () => {
  const start = standIns.start();
  await start.ready();
  const secrets = JSON.parse(readFileSync(join(standIns.dataDir, "secrets.json"), "utf8"));
  const { ROOST_WEB_PORT, ROOST_QSTASH_PORT, ROOST_X_PORT, ROOST_RECONCILER_PORT, ROOST_DATABASE_PORT } =
    standIns.ports;
  const expected = {
    DATABASE_URL: `postgresql://roost:${secrets.databasePassword}@127.0.0.1:${ROOST_DATABASE_PORT}/roost`,
    NEXTAUTH_URL: `http://localhost:${ROOST_WEB_PORT}`,
    NEXTAUTH_SECRET: secrets.nextauthSecret,
    TOKEN_KEYS: secrets.tokenKeys,
    X_CLIENT_ID: secrets.xClientId,
    X_CLIENT_SECRET: secrets.xClientSecret,
    X_API_BASE_URL: `http://127.0.0.1:${ROOST_X_PORT}`,
    X_AUTHORIZE_URL: `http://127.0.0.1:${ROOST_X_PORT}/i/oauth2/authorize`,
    QSTASH_URL: `http://127.0.0.1:${ROOST_QSTASH_PORT}`,
    QSTASH_TOKEN: secrets.qstashToken,
    QSTASH_CURRENT_SIGNING_KEY: secrets.qstashCurrentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: secrets.qstashNextSigningKey,
    ROOST_INSTALLATION: secrets.installation,
    ROOST_SANDBOX: "1",
    MEDIA_DIR: join(standIns.dataDir, "media"),
    RECONCILER_PORT: ROOST_RECONCILER_PORT,
  };
  expect(await environmentOf("ROOST_WEB_PORT")).toMatchObject(expected);
  expect(await environmentOf("ROOST_RECONCILER_PORT")).toMatchObject(expected);
});

test("what the caller has set for the real services reaches no part", async () => {
  const callers = {
    QSTASH_DEV: "true",
    QSTASH_TOKEN: "of-the-caller",
    QSTASH_REGION: "EU_CENTRAL_1",
    EU_CENTRAL_1_QSTASH_TOKEN: "of-the-caller",
    NEXTAUTH_URL_INTERNAL: "https://of-the-caller.example",
    NEXTAUTH_SECRET: "of-the-caller",
    AUTH_TRUST_HOST: "of-the-caller",
    X_CLIENT_SECRET: "of-the-caller",
    DATABASE_URL: "postgresql://of-the-caller/prod",
    PGHOST: "of-the-caller",
    VERCEL_URL: "of-the-caller",
    ROOST_INSTALLATION: "of-the-caller",
    TOKEN_KEYS: "of-the-caller",
    MEDIA_DIR: "/of-the-caller",
    S3_BUCKET: "of-the-caller",
  };
  const start = standIns.start(callers);
  await start.ready();
  for (const part of Object.keys(standIns.ports)) {
    const environment = await environmentOf(part);
    expect(JSON.stringify(environment)).not.toContain("of-the-caller");
    expect(environment.QSTASH_DEV).toBeUndefined();
    expect(environment.QSTASH_REGION).toBeUndefined();
  }
});

test("what an .env file has set for the real services is blank for the app, so that the file is not read for it", async () => {
  writeFileSync(
    join(standIns.root, ".env"),
    "QSTASH_DEV=true\nexport NEXTAUTH_URL_INTERNAL='https://a.example'\nOTHER=1\n",
  );
  writeFileSync(
    join(standIns.root, ".env.local"),
    "QSTASH_REGION=EU_CENTRAL_1\nDATABASE_URL=postgresql://prod/prod\n",
  );
  const start = standIns.start();
  await start.ready();
  const environment = await environmentOf("ROOST_WEB_PORT");
  expect(environment).toMatchObject({ QSTASH_DEV: "", QSTASH_REGION: "" });
  expect(environment.NEXTAUTH_URL_INTERNAL).toBe(environment.NEXTAUTH_URL);
  expect(environment.DATABASE_URL).toContain("@127.0.0.1:");
  expect(environment.OTHER).toBeUndefined();
});

test("a part's information is kept quiet, its warnings and errors are shown by its name, its secrets never", async () => {
  const start = standIns.start();
  await start.ready();
  const { qstashToken } = JSON.parse(readFileSync(join(standIns.dataDir, "secrets.json"), "utf8"));
  const print = (line: string) =>
    fetch(`http://127.0.0.1:${standIns.ports.ROOST_WEB_PORT}/print?line=${encodeURIComponent(line)}`);
  await print("compiled in 12 ms");
  await print('{"level":30,"msg":"tweet.claimed"}');
  await print('{"level":40,"msg":"qstash.unanswered"}');
  await print(`Error: the token ${qstashToken} is wrong`);
  start.kill("SIGTERM");
  await start.ended;
  expect(start.output()).toContain('web | {"level":40,"msg":"qstash.unanswered"}');
  expect(start.output()).toContain("web | Error: the token [secret] is wrong");
  expect(start.output()).not.toContain("compiled in 12 ms");
  expect(start.output()).not.toContain("tweet.claimed");
});

test("with ROOST_VERBOSE=1 every line of a part is shown by its name", async () => {
  const start = standIns.start({ ROOST_VERBOSE: "1" });
  await start.ready();
  await fetch(`http://127.0.0.1:${standIns.ports.ROOST_X_PORT}/print?line=all+quiet`);
  start.kill("SIGTERM");
  await start.ended;
  expect(start.output()).toContain("x | all quiet");
});
