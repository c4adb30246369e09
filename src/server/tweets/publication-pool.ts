// Publications that a pass starts and never waits for: bounded, fair between accounts, so that one slow account
// delays nobody else's tweets.
import { policy } from "~/domain/policy";
import type { Collaborators } from "../collaborators";
import { publishTweet } from "./publish";

export type Publication = { tweetId: string; revision: number; accountId: string };

/** Runs all of them; resolves when the last has ended. A failing one is logged and hinders no other. */
export async function runPublications(c: Collaborators, publications: Publication[]): Promise<void> {
  const waiting = [...publications];
  const running = new Map<string, number>();
  const takeNext = (): Publication | undefined => {
    const index = waiting.findIndex(
      ({ accountId }) => (running.get(accountId) ?? 0) < policy.sweep.publishPerAccount,
    );
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  await new Promise<void>((resolve) => {
    let active = 0;
    const fill = () => {
      if (active === 0 && waiting.length === 0) resolve();
      while (active < policy.sweep.publishParallelism) {
        const next = takeNext();
        if (!next) return;
        active += 1;
        running.set(next.accountId, (running.get(next.accountId) ?? 0) + 1);
        void publishOne(c, next).finally(() => {
          active -= 1;
          running.set(next.accountId, (running.get(next.accountId) ?? 1) - 1);
          fill();
        });
      }
    };
    fill();
  });
}

async function publishOne(c: Collaborators, { tweetId, revision }: Publication): Promise<void> {
  try {
    await publishTweet(c, { tweetId, revision }, "sweep");
  } catch (error) {
    c.log.error({ tweetId, error }, "tweet.publish_failed");
  }
}
