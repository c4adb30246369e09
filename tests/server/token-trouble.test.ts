// X uses a refresh token up before Roost has stored its successor: whatever fails then must not lose the account.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { createCalls, sweepNow } from "../support/due-tweet";
import { newTweet, type Person } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost();

const hourMs = 3_600_000;
const signUp = () => h.signUp(`p_${randomUUID().slice(0, 8)}`);
const fault = (body: object) => h.x("/_sandbox/faults", { method: "POST", body });
const expire = (person: Person) =>
  h.db.xAccount.update({ where: { id: person.accountId }, data: { expiresAt: new Date(0) } });

async function due(person: Person) {
  const tweet = await person.caller.tweet.schedule(newTweet(person, await h.clock.now(), hourMs));
  return { tweetId: tweet.id, revision: tweet.revision, text: tweet.text };
}

const deliver = ({ tweetId, revision }: { tweetId: string; revision: number }) =>
  h.deliver({ tweetId, revision });

async function refreshesOf(handle: string): Promise<{ status: number | null }[]> {
  const { requests } = await h.x(`/_sandbox/requests?method=POST&path=/2/oauth2/token&handle=${handle}`);
  return requests;
}

test("a database that drops every connection during a refresh loses no account: the new pair is stored, the tweet posted", async () => {
  const person = await signUp();
  const target = await due(person);
  await expire(person);
  h.clock.advance(hourMs);
  await fault({ kind: "refresh-slow", params: { ms: 800 }, match: { handle: person.handle }, count: 1 });
  const delivery = deliver(target);
  await waitFor(async () => (await refreshesOf(person.handle)).length > 0);
  const admin = new pg.Client({ connectionString: h.env.DATABASE_URL });
  await admin.connect();
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await admin.end();
  await delivery;
  // The pool may hand out lines that were cut before it gets new ones.
  const account = await waitFor(() => h.db.xAccount.findUnique({ where: { id: person.accountId } }));
  expect(account).toMatchObject({ tokenVersion: 2, holdReason: null });
  await waitFor(() => deliver(target));
  // A publication that the loss interrupted before anything was sent goes on once its lease is over.
  await waitFor(async () => {
    if ((await person.caller.tweet.get({ id: target.tweetId })).state === "posted") return true;
    h.clock.advance(policy.publish.leaseMs);
    await sweepNow(h.roost);
    return false;
  });
  expect(await createCalls(h, target.text)).toHaveLength(1);
  expect(await refreshesOf(person.handle)).toHaveLength(1);
});

test("many accounts whose refresh hangs leave the database to everybody else: a good account's tweet goes out meanwhile", async () => {
  const stuck = await Promise.all(Array.from({ length: 24 }, signUp));
  const targets = await Promise.all(stuck.map(due));
  const good = await signUp();
  const goodTarget = await due(good);
  await Promise.all(stuck.map(expire));
  h.clock.advance(hourMs);
  await fault({ kind: "refresh-slow", params: { ms: 4000 } });
  let ended = 0;
  const deliveries = targets.map((target) => deliver(target).finally(() => (ended += 1)));
  const going = { id: { in: targets.map(({ tweetId }) => tweetId) }, status: "PUBLISHING" } as const;
  await waitFor(async () => (await h.db.tweet.count({ where: going })) === targets.length);
  await deliver(goodTarget);
  expect((await good.caller.tweet.get({ id: goodTarget.tweetId })).state).toBe("posted");
  expect(ended).toBe(0);
  await h.x("/_sandbox/faults", { method: "DELETE" });
  await Promise.all(deliveries);
}, 60_000);
