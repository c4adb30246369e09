import { policy } from "~/domain/policy";
import type { Roost } from "~/server/roost";
import { deliverMessage } from "~/server/tweets/deliver";
import { sweep } from "~/server/tweets/sweep";
import type { TweetView } from "~/server/tweets/view";
import { createPublisher } from "~/server/x/publisher";
import { type Harness, newTweet, type Person } from "./roost-harness";

const hourMs = 3_600_000;

/** A queued tweet whose second has come, as Roost's clock goes; QStash's own delivery is still an hour away. */
export async function dueTweet(h: Harness, person: Person, text?: string): Promise<TweetView> {
  const tweet = await person.caller.tweet.schedule(newTweet(person, await h.clock.now(), hourMs, text));
  h.clock.advance((tweet.scheduledFor?.getTime() ?? 0) - (await h.clock.now()).getTime());
  return tweet;
}

/** A Roost that gives X this long to answer, so that a hanging call costs the test little. */
export function withPatience(h: Harness, callTimeoutMs: number, refreshTimeoutMs = callTimeoutMs): Roost {
  const { env, roost } = h;
  return {
    ...roost,
    publisher: createPublisher({
      log: h.roost.log,
      db: roost.db,
      clock: h.clock,
      box: roost.box,
      app: { apiBaseUrl: env.X_API_BASE_URL, clientId: env.X_CLIENT_ID, clientSecret: env.X_CLIENT_SECRET },
      webUrl: roost.publisher.webUrl,
      policy: {
        ...policy,
        publish: { ...policy.publish, callTimeoutMs },
        tokens: { ...policy.tokens, callTimeoutMs: refreshTimeoutMs },
        upload: { ...policy.upload, callTimeoutMs },
      },
    }),
  };
}

/** What QStash's message for this tweet does when it is delivered now. */
export function deliverTo(roost: Roost, { id, revision }: Pick<TweetView, "id" | "revision">) {
  return deliverMessage(roost, JSON.stringify({ tweetId: id, revision }), null);
}

/** One sweep, with the publications that it started. */
export async function sweepNow(roost: Roost) {
  const report = await sweep(roost);
  await report.publications;
  return report;
}

/** What X created of this text, ever. */
export async function ledgerOf(h: Harness, text: string): Promise<{ id: string; createdAt: string }[]> {
  return (await h.x(`/_sandbox/tweets?text=${encodeURIComponent(text)}`)).tweets;
}

/** The create calls that X met with this text; `status` is null for one that was never answered. */
export async function createCalls(h: Harness, text: string): Promise<{ status: number | null }[]> {
  const query = new URLSearchParams({ method: "POST", path: "/2/tweets", text });
  return (await h.x(`/_sandbox/requests?${query}`)).requests;
}

/** Lets X misbehave; without `match`, towards the create calls with this text only. */
export function xFault(
  h: Harness,
  text: string,
  kind: string,
  params: object = {},
  count: number | null = null,
) {
  return h.x("/_sandbox/faults", {
    method: "POST",
    body: { kind, params, count, match: { textIncludes: text } },
  });
}
