// Time and X's timeline for tests about outcomes that X did not tell.
import type { TweetStatus } from "~/generated/prisma/client";
import type { Roost } from "~/server/roost";
import { claimTweet } from "~/server/tweets/claim";
import { markSending } from "~/server/tweets/mark-sending";
import { dueTweet, sweepNow } from "./due-tweet";
import type { Harness, Person } from "./roost-harness";

/** More looks than any rule allows. */
const maxLooks = 40;

const rowOf = (h: Harness, id: string) => h.db.tweet.findUniqueOrThrow({ where: { id } });

/** Moves the clock to this moment, or leaves it where it is later. */
export async function advanceTo(h: Harness, at: Date | null): Promise<void> {
  h.clock.advance(Math.max(0, (at?.getTime() ?? 0) - (await h.clock.now()).getTime()));
}

/** Lets the sweep look whenever a lease ends, until the tweet is no longer going out. Returns its state. */
export async function settleToRest(h: Harness, id: string, roost = h.roost): Promise<TweetStatus> {
  for (let looks = 0; looks < maxLooks; looks += 1) {
    const { status, leaseUntil } = await rowOf(h, id);
    if (status !== "PUBLISHING") return status;
    await advanceTo(h, leaseUntil);
    await sweepNow(roost);
  }
  throw new Error(`not settled by ${maxLooks} looks`);
}

/** Lets X misbehave when it is asked for this person's posts. Returns what ends it. */
export async function timelineFault(
  h: Harness,
  person: Person,
  kind: string,
  params: object = {},
  count: number | null = null,
): Promise<() => Promise<void>> {
  const match = { path: "/2/users/*/tweets", method: "GET", handle: person.handle };
  const { fault } = await h.x("/_sandbox/faults", { method: "POST", body: { kind, params, count, match } });
  return async () => h.x(`/_sandbox/faults/${fault.id}`, { method: "DELETE" });
}

/** Brings a tweet of unknown outcome to Check needed: X shows nothing for as long as Roost tries. */
export async function leaveInDoubt(h: Harness, person: Person, id: string): Promise<void> {
  const end = await timelineFault(h, person, "status", { status: 503 });
  const status = await settleToRest(h, id);
  await end();
  if (status !== "UNCONFIRMED") throw new Error(`the tweet is ${status}`);
}

/** How often X was asked for this person's posts. */
export async function timelineReads(h: Harness, person: Person): Promise<number> {
  const query = new URLSearchParams({ method: "GET", handle: person.handle });
  const { requests } = await h.x(`/_sandbox/requests?${query}`);
  return (requests as { path: string }[]).filter(({ path }) => path.endsWith("/tweets")).length;
}

/** A worker that claims a due tweet, marks its part as being sent, and is never heard of again. X saw nothing. */
export async function diesSending(h: Harness, person: Person, text?: string) {
  const tweet = await dueTweet(h, person, text);
  const answer = await claimTweet(h.roost, { tweetId: tweet.id, revision: tweet.revision }, "qstash");
  if (answer.kind !== "claimed") throw new Error(answer.kind);
  await markSending(h.roost, answer.claim);
  return { tweet, claim: answer.claim };
}

/** The same, but X has created the post. Returns its id too. */
export async function diesAfterPosting(h: Harness, person: Person, text?: string) {
  const { tweet, claim } = await diesSending(h, person, text);
  return { tweet, claim, xId: await postAs(h, person, claim.part.text, claim.replyToXId) };
}

/** Creates a post at X with the person's own token, as somebody else's program would. Returns its id. */
export async function postAs(
  h: Harness,
  person: Person,
  text: string,
  replyToXId: string | null = null,
): Promise<string> {
  const token = await h.roost.publisher.token(person.accountId);
  if (token.kind !== "token") throw new Error(token.kind);
  const answer = await h.roost.publisher.create(token.accessToken, { text, replyToXId, xMediaIds: [] });
  if (answer.kind !== "created") throw new Error(answer.detail);
  return answer.id;
}

/** A worker that freezes while X answers its nth create call, until `release`. */
export function frozenWorker(roost: Roost, nth = 1): { frozen: Roost; release: () => void } {
  let calls = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const create: Roost["publisher"]["create"] = async (...args) => {
    calls += 1;
    const freezes = calls === nth;
    const answer = await roost.publisher.create(...args);
    if (freezes) await released;
    return answer;
  };
  return { frozen: { ...roost, publisher: { ...roost.publisher, create } }, release };
}
