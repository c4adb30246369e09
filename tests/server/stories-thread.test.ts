import { describe, expect, test } from "vitest";
import type { Roost } from "~/server/roost";
import { deliverTo, sweepNow, xFault } from "../support/due-tweet";
import { emptiedRoost } from "../support/shared-roost";
import { clockOf, storyOf } from "../support/story";
import { dueThread, texts } from "../support/thread";

const { h, mira } = emptiedRoost();

const movedAt = async (tweetId: string, kind: string) =>
  (await h.db.event.findFirstOrThrow({ where: { tweetId, kind }, orderBy: { id: "desc" } })).at;

/** A thread of three whose second part X refuses once. */
async function halfOut() {
  const words = texts(3);
  const thread = await dueThread(h, mira, words);
  await xFault(h, words[1] ?? "", "status", { status: 400, detail: "Too purple." }, 1);
  await deliverTo(h.roost, thread);
  const { revision } = await mira.caller.tweet.get({ id: thread.id });
  return { ...thread, revision };
}

describe("the story of a thread names its parts", () => {
  test("when X refused one half way: which, with what words, and what may be done", async () => {
    const { id, scheduledFor } = await halfOut();
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Why did it stop half way?");
    expect(answer).toContain(`It was due at ${clockOf(scheduledFor)}`);
    expect(answer).toContain("Too purple.");
    expect(answer).toContain(clockOf(await movedAt(id, "failed")));
    expect(lines.slice(4)).toEqual([
      "Woken by QStash, Roost took it to post it.",
      "Roost sent part 1 to X.",
      "X took part 1: that part is up.",
      "Roost sent part 2 to X.",
      expect.stringMatching(/^X answered 400 \("Too purple\./),
      expect.stringMatching(/^Part 2 was not posted\./),
    ]);
  });

  test("when it was resumed and its last part went out late: when the first was up, and the last", async () => {
    const { id, revision } = await halfOut();
    h.clock.advance(5 * 60_000);
    await mira.caller.tweet.resume({ id, revision });
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await sweepNow(h.roost);
      h.clock.advance(60_000);
    }
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^It began in time\. .*; its first part was up at .*, its last at /);
    expect((await mira.caller.tweet.get({ id })).isLate).toBe(false);
    expect(answer).toMatch(/X refused to post it\. \("Too purple\..*You let it go on where it had stopped/);
    expect(lines.filter((line) => /^X took/.test(line))).toHaveLength(3);
    expect(lines.filter((line) => line === "Roost sent part 1 to X.")).toHaveLength(1);
  });

  test("when its owner stopped it between two parts: when it was asked, and when it stopped", async () => {
    const words = texts(3);
    const thread = await dueThread(h, mira, words);
    const { create } = h.roost.publisher;
    const stopping: Roost = {
      ...h.roost,
      publisher: {
        ...h.roost.publisher,
        create: async (token, post) => {
          await mira.caller.tweet.stop({ id: thread.id, revision: thread.revision });
          return create(token, post);
        },
      },
    };
    await deliverTo(stopping, thread);
    const { answer, lines } = await storyOf(mira, thread.id);
    expect(answer).toMatch(/At [^:]+:\d\d:\d\d[^:]*: You asked to stop it while it was going out/);
    expect(answer).toContain(clockOf(await movedAt(thread.id, "part posted")));
    expect(answer).toMatch(/X took part 1: that part is up\. It stopped there, as you had asked/);
    expect(lines).not.toContain("Roost sent part 2 to X.");
  });

  test("when what was out was taken down again, part by part", async () => {
    const { id, revision } = await halfOut();
    await mira.caller.tweet.roll_back({ id, revision });
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Why did it not go out?");
    expect(answer).toMatch(/You asked to take down what is out\. At .* All that was out has been taken down/);
    expect(lines).toContain("X answered that part 1 is gone.");
    expect(lines).toContain("Part 1 was taken down from X.");
  });
});
