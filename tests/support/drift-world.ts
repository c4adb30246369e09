// Tweets, messages and passes for the tests about drift: one harness a file, a fresh world a test.
import { beforeEach } from "vitest";
import type { Roost } from "~/server/roost";
import { checkOrphans } from "~/server/tweets/orphan-check";
import { runPass } from "~/server/tweets/run-pass";
import { inTurns } from "./in-turns";
import { newTweet } from "./roost-harness";
import { emptiedRoost } from "./shared-roost";

export const hourMs = 3_600_000;

export type LivingMessage = { messageId: string; label: string; url: string; body: string };

/** Sets the hooks of the file. The functions work on the present test's world. */
export function driftWorld() {
  const world = emptiedRoost();
  beforeEach(() => world.h.db.reconcilerRun.deleteMany());

  const messageOf = async (tweetId: string): Promise<string> => {
    const { qstashId } = await world.h.db.tweet.findUniqueOrThrow({ where: { id: tweetId } });
    if (!qstashId) throw new Error("not armed");
    return qstashId;
  };
  const fault = (body: object) => world.h.qstash("/_sandbox/faults", { method: "POST", body });
  return {
    world,
    messageOf,
    fault,
    scheduled: async (count = 1, aheadMs = 5 * hourMs) => {
      const now = await world.h.clock.now();
      const inputs = Array.from({ length: count }, (_, index) =>
        newTweet(world.mira, now, aheadMs + index * 1000),
      );
      return inTurns(inputs, (input) => world.mira.caller.tweet.schedule(input));
    },
    /** Deletes the tweets' messages as a person does in the console. */
    removeAll: async (tweets: { id: string }[]) => {
      for (const { id } of tweets) await world.h.deleteMessage(await messageOf(id));
    },
    /** A Roost whose QStash finds every message alive. */
    allAlive: (): Roost => {
      const { roost, deliveryUrl } = world.h;
      return {
        ...roost,
        queue: {
          ...roost.queue,
          gatherEvidence: async (ids) => ({
            evidence: new Map(ids.map((id) => [id, { kind: "found", url: deliveryUrl }])),
            hasRead: true,
            calls: 1,
            tookMs: 1,
          }),
        },
      };
    },
    /** Forgets every log row, so that only GET can answer. */
    expireLogs: () => fault({ kind: "logs-expired", params: { ms: 0 } }),
    pass: (roost: Roost = world.h.roost) =>
      runPass(roost, "orphans", "test", () => checkOrphans(roost, { dueBefore: null })),
    livingMessages: async () =>
      (await world.h.qstash("/_sandbox/messages?state=pending")).messages as LivingMessage[],
    seen: (id: string) => world.mira.caller.tweet.get({ id }),
  };
}

/** The first of a list that is not empty. */
export function one<T>(list: T[]): T {
  const [first] = list;
  if (!first) throw new Error("nothing there");
  return first;
}
