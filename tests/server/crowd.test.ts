import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { inTurns } from "../support/in-turns";
import { newTweet } from "../support/roost-harness";
import { sharedRoost } from "../support/shared-roost";
import { waitFor } from "../support/wait-for";

const h = sharedRoost({ movesQStash: true });
const count = 100;
const aheadMs = 600_000;

test("100 tweets over 4 accounts due in the same second, every delivery made twice: 100 creations, none twice", async () => {
  const people = await Promise.all(["mira", "ada", "grace", "linus"].map((handle) => h.signUp(handle)));
  await h.qstash("/_sandbox/faults", { method: "POST", body: { kind: "deliver-twice" } });
  const now = await h.clock.now();
  const inputs = Array.from({ length: count }, (_, index) => {
    const person = people[index % people.length];
    if (!person) throw new Error("nobody signed up");
    return { person, tweet: newTweet(person, now, aheadMs, `crowd ${index} ${randomUUID()}`) };
  });
  await inTurns(inputs, ({ person, tweet }) => person.caller.tweet.schedule(tweet));
  h.clock.advance(aheadMs);
  const isCrowd = ({ text }: { text: string }) => text.startsWith("crowd ");
  await waitFor(
    async () => {
      const open = await h.db.tweet.count({
        where: { id: { in: inputs.map(({ tweet }) => tweet.id) }, status: { not: "PUBLISHED" } },
      });
      const pending = (await h.qstash("/_sandbox/messages?state=pending")).messages;
      return (
        open === 0 &&
        !pending.some(({ body }: { body: string }) => inputs.some(({ tweet }) => body.includes(tweet.id)))
      );
    },
    { timeoutMs: 60_000 },
  );
  const { tweets } = await h.x("/_sandbox/tweets");
  const texts = tweets.filter(isCrowd).map(({ text }: { text: string }) => text);
  expect(texts).toHaveLength(count);
  expect(new Set(texts).size).toBe(count);
}, 90_000);
