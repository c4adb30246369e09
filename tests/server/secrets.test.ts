import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { policy } from "~/domain/policy";
import { createQueue } from "~/server/qstash/queue";
import { createRoost, type Roost } from "~/server/roost";
import { exportHistory } from "~/server/tweets/export-history";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { deliverTo, dueTweet, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { freePort } from "../support/free-port";
import { type Harness, newTweet, type Person, startRoost } from "../support/roost-harness";
import { signDelivery } from "../support/sign-delivery";

const patienceMs = 300;
const hourMs = 3_600_000;
const databasePassword = "a-password-of-the-database";

let h: Harness;
let impatient: Roost;
/** What was said beside the log: the console, errors that callers saw, answers to deliveries. */
const said: string[] = [];
const secrets = new Map<string, string>();
const texts: string[] = [];
/** Whose stories have not been looked at yet. */
const people: Person[] = [];

beforeAll(async () => {
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      said.push(words.map((word) => (word instanceof Error ? wordsOf(word) : String(word))).join(" "));
    });
  }
  h = await startRoost();
  impatient = {
    ...withPatience(h, patienceMs),
    queue: createQueue({
      url: h.env.QSTASH_URL,
      token: h.env.QSTASH_TOKEN,
      appUrl: h.env.NEXTAUTH_URL,
      installation: h.env.ROOST_INSTALLATION,
      policy: {
        ...policy,
        arm: { ...policy.arm, callTimeoutMs: patienceMs },
        evidence: { ...policy.evidence, callTimeoutMs: patienceMs },
      },
    }),
  };
  for (const name of [
    "NEXTAUTH_SECRET",
    "X_CLIENT_SECRET",
    "QSTASH_TOKEN",
    "QSTASH_CURRENT_SIGNING_KEY",
    "QSTASH_NEXT_SIGNING_KEY",
  ] as const) {
    secrets.set(name, h.env[name]);
  }
  secrets.set("TOKEN_KEYS", h.env.TOKEN_KEYS.split(":")[1] ?? "");
  secrets.set("the database's password", databasePassword);
});
afterAll(async () => {
  await h?.stop();
  vi.restoreAllMocks();
});

const wordsOf = (error: Error) => `${error.message} ${error.stack}`;

async function signUp(): Promise<Person> {
  const person = await h.signUp(`p_${randomUUID().slice(0, 8)}`);
  await rememberTokens(person);
  people.push(person);
  return person;
}

/** A token is a secret from the moment it is stored; a refresh makes new ones. */
async function rememberTokens({ accountId, handle }: Person) {
  const row = await h.db.xAccount.findUniqueOrThrow({ where: { id: accountId } });
  for (const box of [row.accessToken, row.refreshToken]) {
    if (!box) continue;
    secrets.set(`a sealed token of ${handle}, version ${row.tokenVersion}, ${box.slice(-4)}`, box);
    const token = h.roost.box.open(box, accountId);
    secrets.set(`a token of ${handle}, version ${row.tokenVersion}, ${token.slice(-4)}`, token);
  }
}

function words(): string {
  const text = `a secret plan ${randomUUID()}`;
  texts.push(text);
  return text;
}

/** Notes an error instead of throwing it: what its message says is what is looked at here. */
async function hear(act: Promise<unknown>): Promise<void> {
  try {
    const answer = await act;
    said.push(answer instanceof Response ? await answer.text() : "");
  } catch (error) {
    said.push(error instanceof Error ? wordsOf(error) : String(error));
  }
}

/** What is kept beside the texts and the boxes, some of it shown to people: why something failed, or is on hold. */
async function keptReasons(): Promise<string> {
  const rows = await Promise.all([
    h.db.attempt.findMany({ select: { detail: true } }),
    h.db.tweet.findMany({ select: { failureDetail: true, armError: true } }),
    h.db.event.findMany({ select: { detail: true } }),
    h.db.xAccount.findMany({ select: { holdDetail: true } }),
    h.db.appHold.findMany({ select: { detail: true } }),
    h.db.reconcilerRun.findMany({ select: { error: true, unknown: true, breaker: true } }),
    h.db.flightEntry.findMany({ select: { detail: true } }),
    h.db.notification.findMany({ select: { detail: true } }),
  ]);
  return JSON.stringify(rows);
}

/** What a person reads of their tweets' stories, on the page and in the file, and of what they were told. */
async function read({ userId, caller }: Person): Promise<string[]> {
  const tweets = await h.db.tweet.findMany({ where: { userId }, select: { id: true } });
  const stories = tweets.flatMap(({ id }) => [
    caller.tweet.get_history({ id }),
    exportHistory(h.roost, { userId, id }),
  ]);
  // Which tweet it is about is named to its owner by its first words.
  const notices = caller.notification
    .list()
    .then((list) => list.notices.map(({ excerpt: _, ...rest }) => rest));
  const told = [notices, caller.notification.banner()];
  return (await Promise.all([...stories, ...told])).map((answer) => JSON.stringify(answer));
}

async function expectNothingTold() {
  const shown = (await Promise.all(people.splice(0).map(read))).flat();
  const all = [...said, ...h.logLines, await keptReasons(), ...shown].join("\n");
  for (const [name, secret] of secrets) {
    expect(secret.length, name).toBeGreaterThan(8);
    expect(all.includes(secret), `${name} was told`).toBe(false);
  }
  for (const text of texts) expect(all.includes(text), "a tweet's text was told").toBe(false);
}

async function clearFaults() {
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await h.qstash("/_sandbox/faults", { method: "DELETE" });
  await h.db.appHold.deleteMany();
}

describe("no token, key, signature or text is told, in a log line, an error or a reason that is kept", () => {
  const answersOfX: [string, object][] = [
    ...[400, 401, 402, 403, 404, 429, 500, 503].map((status): [string, object] => ["status", { status }]),
    ...["duplicate", "suspended", "html", "empty"].map((problem): [string, object] => [
      "status",
      { problem },
    ]),
    ...["hang", "refuse", "cut-after", "half-json", "no-id"].map((kind): [string, object] => [kind, {}]),
  ];

  test.each(answersOfX)("when X answers a post with %s %o", async (kind, params) => {
    const person = await signUp();
    const tweet = await dueTweet(h, person, words());
    await xFault(h, tweet.text, kind, params);
    await hear(deliverTo(impatient, tweet));
    await rememberTokens(person);
    expect(h.logLines.join("")).toContain(tweet.id);
    await expectNothingTold();
    await clearFaults();
  });

  test("when X echoes the text, the token and a key that it was never given", async () => {
    const person = await signUp();
    const tweet = await dueTweet(h, person, words());
    const echo = [tweet.text, `Bearer ${[...secrets.values()].at(-1)}`, h.env.QSTASH_CURRENT_SIGNING_KEY];
    await xFault(h, tweet.text, "status", { status: 400, detail: `Bad request: ${echo.join(" and ")}` });
    await hear(deliverTo(impatient, tweet));
    expect(JSON.stringify(await person.caller.tweet.get({ id: tweet.id }))).toContain(
      "Bad request: [your text]",
    );
    await expectNothingTold();
    await clearFaults();
  });

  const refreshes: [string, object][] = [
    ["refresh-refused", { error: "invalid_request" }],
    ["refresh-refused", { error: "unauthorized_client" }],
    ["refresh-unanswered", { rotated: true }],
  ];

  test.each(refreshes)("when X answers a refresh with %s %o", async (kind, params) => {
    const person = await signUp();
    const tweet = await dueTweet(h, person, words());
    await h.db.xAccount.update({ where: { id: person.accountId }, data: { expiresAt: new Date() } });
    const body = { kind, params, match: { handle: person.handle } };
    await h.x("/_sandbox/faults", { method: "POST", body });
    await hear(deliverTo(impatient, tweet));
    await expectNothingTold();
    await clearFaults();
    await hear(h.roost.publisher.token(person.accountId).then(() => "asked again"));
    await rememberTokens(person);
    await expectNothingTold();
  });

  test("when X cannot be reached, for a post and for a refresh", async () => {
    const person = await signUp();
    const cutOff = h.variant({ X_API_BASE_URL: `http://127.0.0.1:${await freePort()}` });
    await hear(deliverTo(cutOff, await dueTweet(h, person, words())));
    await h.db.xAccount.update({ where: { id: person.accountId }, data: { expiresAt: new Date() } });
    await hear(deliverTo(cutOff, await dueTweet(h, person, words())));
    await expectNothingTold();
  });

  test("when a stored token does not open", async () => {
    const [person, other] = [await signUp(), await signUp()];
    const { accessToken } = await h.db.xAccount.findUniqueOrThrow({ where: { id: other.accountId } });
    await h.db.xAccount.update({ where: { id: person.accountId }, data: { accessToken } });
    await hear(deliverTo(h.roost, await dueTweet(h, person, words())));
    await expectNothingTold();
  });

  const troublesOfQStash = [
    ...[400, 401, 403, 404, 429, 500].map((status) => ({ kind: "api-status", params: { status } })),
    { kind: "api-hang" },
    { kind: "api-cut" },
    { kind: "publish-lost" },
  ];

  test.each(troublesOfQStash)("when QStash is in trouble: %o", async (fault) => {
    const person = await signUp();
    const through = h.callerOf(impatient, person.userId).tweet;
    const kept = await through.schedule(newTweet(person, await h.clock.now(), 5 * hourMs, words()));
    await h.qstash("/_sandbox/faults", { method: "POST", body: fault });
    const tweet = await through.schedule(newTweet(person, await h.clock.now(), 5 * hourMs, words()));
    await hear(through.edit({ id: tweet.id, revision: 1, text: words() }));
    h.clock.advance(policy.evidence.strikeMs);
    await hear(through.get_queue());
    await hear(through.cleanup_orphaned_tweets());
    await hear(checkOrphans(impatient, { dueBefore: null }));
    await hear(sweepNow(impatient));
    await hear(through.cancel({ id: kept.id, revision: kept.revision }));
    await clearFaults();
    await expectNothingTold();
  });

  test("when a delivery is forged, stale, unsigned or unreadable", async () => {
    const body = { tweetId: randomUUID(), revision: 1 };
    const url = h.deliveryUrl;
    const signatures = [
      signDelivery({ key: "sig_of_a_stranger", url, body: JSON.stringify(body) }),
      signDelivery({ key: h.signingKey, url: "https://elsewhere.example/", body: JSON.stringify(body) }),
      signDelivery({ key: h.signingKey, url, body: JSON.stringify(body), iatS: 1 }),
      signDelivery({ key: h.signingKey, url, body: "another body" }),
      signDelivery({ key: h.signingKey, url, body: JSON.stringify(body) }).slice(0, -3),
    ];
    for (const signature of signatures) {
      secrets.set(`the signature ${signature.slice(-6)}`, signature);
      const headers = { "Upstash-Signature": signature };
      await hear(fetch(url, { method: "POST", body: JSON.stringify(body), headers }));
    }
    await hear(fetch(url, { method: "POST", body: JSON.stringify(body) }));
    await hear(h.deliver("{ no json").then((answer) => JSON.stringify(answer.body)));
    expect(h.logLines.join("")).toContain("delivery.signature_refused");
    await expectNothingTold();
  });

  test("when the database is gone, or fails while an outcome is written", async () => {
    const person = await signUp();
    const url = `postgresql://roost:${databasePassword}@127.0.0.1:${await freePort()}/roost`;
    const gone = { ...createRoost({ ...h.env, DATABASE_URL: url }, "test"), log: h.roost.log };
    const caller = h.callerOf(gone, person.userId).tweet;
    const text = words();
    await hear(caller.schedule(newTweet(person, new Date(), hourMs, text)));
    await hear(caller.edit({ id: randomUUID(), revision: 1, text }));
    await hear(caller.get_queue());
    await hear(sweepNow(gone));
    const tweet = await dueTweet(h, person, words());
    await hear(deliverTo(gone, tweet));
    await h.db.$executeRaw`ALTER TABLE "Part" ADD CONSTRAINT "none_sent" CHECK ("state" <> 'SENT') NOT VALID`;
    await hear(deliverTo(h.roost, tweet));
    await h.db.$executeRaw`ALTER TABLE "Part" DROP CONSTRAINT "none_sent"`;
    expect(h.logLines.join("")).toContain("tweet.outcome_unrecorded");
    await expectNothingTold();
  });

  test("when a row that PostgreSQL refuses holds the text", async () => {
    const person = await signUp();
    await h.db
      .$executeRaw`ALTER TABLE "Part" ADD CONSTRAINT "no_plan" CHECK ("text" !~ 'secret plan') NOT VALID`;
    await hear(person.caller.tweet.schedule(newTweet(person, await h.clock.now(), hourMs, words())));
    await h.db.$executeRaw`ALTER TABLE "Part" DROP CONSTRAINT "no_plan"`;
    expect(h.logLines.join("")).toContain("procedure.failed");
    await expectNothingTold();
  });
});
