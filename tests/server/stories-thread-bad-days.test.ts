import { describe, expect, test } from "vitest";
import { policy } from "~/domain/policy";
import { deliverTo, sweepNow, withPatience, xFault } from "../support/due-tweet";
import { refusalOf } from "../support/refusal";
import { newTweet } from "../support/roost-harness";
import { leaveInDoubt } from "../support/settling";
import { emptiedRoost } from "../support/shared-roost";
import { storyOf } from "../support/story";
import { dueThread, postsOf, texts } from "../support/thread";

const { h, mira } = emptiedRoost();
const minuteMs = 60_000;
const patienceMs = 2000;

/** A thread of three, of whose second part nobody knows whether it is up. */
async function inDoubt(kind: "hang" | "hang-after") {
  const words = texts(3);
  const thread = await dueThread(h, mira, words);
  await xFault(h, words[1] ?? "", kind, {}, 1);
  await h.x("/_sandbox/faults", {
    method: "POST",
    body: { kind: "timeline-hides", params: { textIncludes: words[1] } },
  });
  await deliverTo(withPatience(h, patienceMs), thread);
  await leaveInDoubt(h, mira, thread.id);
  const { revision } = await mira.caller.tweet.get({ id: thread.id });
  return { ...thread, revision, words };
}

async function sweepSoon() {
  h.clock.advance(minuteMs);
  await sweepNow(h.roost);
}

describe("the story of a thread of which one part is in doubt names it", () => {
  test("while nobody knows: what was sent, where Roost looked, and what is asked", async () => {
    const { id } = await inDoubt("hang");
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Is it up?");
    expect(answer).toMatch(/so part 2 may be up or not.*say whether part 2 is up\.$/);
    expect(lines).toContain("X took part 1: that part is up.");
  });

  test("when its owner found it not up and let the thread go on", async () => {
    const { id, revision } = await inDoubt("hang");
    const failed = await mira.caller.tweet.resolve({ id, revision, part: 2, isUp: false });
    await mira.caller.tweet.resume({ id, revision: failed.revision });
    await sweepSoon();
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^It began in time\. .*; its first part was up at .*, its last at /);
    expect(answer).toMatch(
      /You let it go on where it had stopped\. X took part 3: the whole thread is posted\.$/,
    );
    const told = ["You said that part 2 is not up on X.", "You let it go on where it had stopped."];
    expect(lines.filter((line) => told.includes(line))).toEqual(told);
    expect(lines.filter((line) => line === "Roost sent part 2 to X.")).toHaveLength(2);
    expect(lines.filter((line) => line === "Roost sent part 1 to X.")).toHaveLength(1);
  });

  test("when its owner found it up: the rest goes out after it", async () => {
    const { id, revision, words } = await inDoubt("hang-after");
    const [, second] = await postsOf(h, words);
    await h.x("/_sandbox/faults", { method: "DELETE" });
    const postUrl = `https://x.com/${mira.handle}/status/${second?.id}`;
    await mira.caller.tweet.resolve({ id, revision, part: 2, isUp: true, postUrl });
    await sweepSoon();
    const { question, answer, lines } = await storyOf(mira, id);
    expect(question).toBe("Did it go out in time?");
    expect(answer).toMatch(/^It began in time\. /);
    expect(lines).toContain("You said that part 2 is up on X.");
    expect(lines.filter((line) => line === "Roost sent part 2 to X.")).toHaveLength(1);
    expect(lines.at(-1)).toBe("X took part 3: the whole thread is posted.");
  });
});

test("the story of a roll-back that X first answered with a page of HTML tells what X had refused, and each deletion", async () => {
  const words = texts(3);
  const thread = await dueThread(h, mira, words);
  await xFault(h, words[2] ?? "", "status", { status: 400, detail: "Too purple." }, 1);
  await deliverTo(h.roost, thread);
  const { revision } = await mira.caller.tweet.get({ id: thread.id });
  const match = { method: "DELETE", path: "/2/tweets/*", handle: mira.handle };
  const body = { kind: "status", params: { problem: "html" }, count: 1, match };
  await h.x("/_sandbox/faults", { method: "POST", body });
  await mira.caller.tweet.roll_back({ id: thread.id, revision });
  h.clock.advance(policy.rollBack.retryMs + 1000);
  await sweepNow(h.roost);
  const { question, answer, lines } = await storyOf(mira, thread.id);
  expect(question).toBe("Why did it not go out?");
  expect(answer).toMatch(
    /Parts 1 and 2 were up\. .*Part 3 was not posted\..*Too purple.*You asked to take down.*All that was out has been taken down/,
  );
  const deletions = lines.filter((line) => /taken down|part \d is gone/.test(line));
  expect(deletions).toEqual([
    expect.stringMatching(/^Part 2 could not be taken down \(X answered 503\).*Roost asks again at/),
    "X answered that part 2 is gone.",
    "Part 2 was taken down from X.",
    "X answered that part 1 is gone.",
    "Part 1 was taken down from X.",
    "All that was out has been taken down from X.",
  ]);
});

test.each([
  ["a 26th part", Array.from({ length: 26 }, (_, n) => ({ text: `part ${n}` })), /has 26/],
  ["a part that is only spaces", [{ text: "one" }, { text: "  \n " }], /Part 2 of 2 is empty/],
])("the story of a thread that was refused for %s says that, and when", async (_, parts, words) => {
  const { text: __, ...rest } = newTweet(mira, await h.clock.now(), 60 * minuteMs);
  const { message } = await refusalOf(mira.caller.tweet.schedule({ ...rest, parts }));
  expect(message).toMatch(words);
  const { question, answer } = await storyOf(mira, rest.id);
  expect(question).toBe("Why was it not scheduled?");
  expect(answer).toContain(`Scheduling it was refused: ${message}`);
});
