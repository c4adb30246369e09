import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareStandIns, type StandIns, type StartedStandIns } from "../support/stand-in/start";
import { waitFor } from "../support/wait-for";

/** Set by a caller for the real services. */
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
const envFiles = {
  ".env": "AUTH_URL=of-a-file\nexport NEXTAUTH_URL_INTERNAL='https://of-a-file.example'\nOTHER=1\n",
  ".env.local": "UPSTASH_DISABLE=of-a-file\nDATABASE_URL=postgresql://of-a-file/prod\n",
};

let standIns: StandIns;
let start: StartedStandIns;

/** One start for all: in a folder with .env files, by a caller who has set something too. */
beforeAll(async () => {
  standIns = await prepareStandIns();
  for (const [file, text] of Object.entries(envFiles)) writeFileSync(join(standIns.root, file), text);
  start = standIns.start(callers);
  await start.ready();
});

afterAll(() => standIns.clean());

async function environmentOf(portVariable: string): Promise<Record<string, string>> {
  const response = await fetch(`http://127.0.0.1:${standIns.ports[portVariable]}/env`);
  return (await response.json()) as Record<string, string>;
}

test("the app and the reconciler get their whole environment from the stack", async () => {
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
  for (const part of Object.keys(standIns.ports)) {
    const environment = await environmentOf(part);
    expect(JSON.stringify(environment)).not.toContain("of-the-caller");
    expect(environment.QSTASH_DEV).toBeUndefined();
    expect(environment.QSTASH_REGION).toBeUndefined();
  }
});

test("what an .env file has set for the real services is blank for the app, so that the file is not read for it", async () => {
  const environment = await environmentOf("ROOST_WEB_PORT");
  expect(environment).toMatchObject({ AUTH_URL: "", UPSTASH_DISABLE: "" });
  expect(environment.NEXTAUTH_URL_INTERNAL).toBe(environment.NEXTAUTH_URL);
  expect(environment.DATABASE_URL).toContain("@127.0.0.1:");
  expect(environment.OTHER).toBeUndefined();
});

test("a part's information is kept quiet, its warnings and errors are shown by its name, its secrets never", async () => {
  const { qstashToken } = JSON.parse(readFileSync(join(standIns.dataDir, "secrets.json"), "utf8"));
  const print = (line: string) =>
    fetch(`http://127.0.0.1:${standIns.ports.ROOST_WEB_PORT}/print?line=${encodeURIComponent(line)}`);
  await print("compiled in 12 ms");
  await print('{"level":30,"msg":"tweet.claimed"}');
  await print('{"level":40,"msg":"qstash.unanswered"}');
  await print(`Error: the token ${qstashToken} is wrong`);
  await waitFor(() => start.output().includes("web | Error: the token [secret] is wrong"));
  expect(start.output()).toContain('web | {"level":40,"msg":"qstash.unanswered"}');
  expect(start.output()).not.toContain("compiled in 12 ms");
  expect(start.output()).not.toContain("tweet.claimed");
});

test("with ROOST_VERBOSE=1 every line of a part is shown by its name", async () => {
  const other = await prepareStandIns();
  try {
    const verbose = other.start({ ROOST_VERBOSE: "1" });
    await verbose.ready();
    await fetch(`http://127.0.0.1:${other.ports.ROOST_X_PORT}/print?line=all+quiet`);
    await waitFor(() => verbose.output().includes("x | all quiet"));
  } finally {
    await other.clean();
  }
});
