// What tempts: each of these is where a plausible shortcut would send twice, delete another's post or lose one. Only the
// whole of them is lived, without a call struck; the seeded bugs are caught here.
import type { CheckName } from "../checks/check";
import { violate } from "../checks/check";
import { takeSnapshot } from "../checks/snapshot";
import { type Asked, ask } from "../life/ask";
import type { Life } from "../life/life";
import { startPass } from "../life/passes";
import { ports } from "../world/ground";
import { makeText } from "../world/tags";
import { reconcilerNames } from "../world/world";
import { command, onAccount, schedule, set, sweepFor, tabOf, tweetId } from "./deeds";
import { heardLate } from "./heard-late";
import type { Scenario } from "./scenario";

const second = 1000;
const minute = 60 * second;
const always = 100_000;

const handleOf = (life: Life) => tabOf(life).person.accounts[0]?.handle ?? "";

/** Its refusal of the same words would hide a second post. */
const takesTheSameTwice = (life: Life) =>
  life.ground.control("x", "/_sandbox/limits", { duplicateWindowMs: 0 });

/** At X itself, without Roost. */
async function postByHand(life: Life, text: string, replyTo?: string): Promise<void> {
  const { accessToken } = (await life.ground.control("x", "/_sandbox/accounts", {
    handle: handleOf(life),
  })) as { accessToken: string };
  const posting = fetch(`http://127.0.0.1:${ports.control.x}/2/tweets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}`, "Content-Type": "application/json" },
    body: JSON.stringify({ text, ...(replyTo ? { reply: { in_reply_to_tweet_id: replyTo } } : {}) }),
  }).then((answer) => answer.json());
  await life.world.finish(posting, minute);
  const { data } = (await posting) as { data: { id: string } };
  life.ground.byHand.add(data.id);
}

const hang = (life: Life, textIncludes: string, count: number) =>
  life.ground.control("x", "/_sandbox/faults", { kind: "hang", match: { textIncludes }, count });

const sameWords: Scenario = {
  name: "its owner has posted the same words by hand",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    await schedule(life, { number: 1, parts: 2, inMs: 10 * second });
    await postByHand(life, makeText({ tweet: 1, draft: 1, position: 2 }, "flies"));
    await hang(life, "#1.1.2", 1);
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await sweepFor(life, 5);
  },
};

const unreadable: Scenario = {
  name: "X has posted, and its timeline cannot be read",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    await schedule(life, { number: 1, inMs: 10 * second });
    await set(life, "x", "hang-after");
    await set(life, "x", "timeline-cut", {}, 6);
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await sweepFor(life, 8);
  },
};

const lateThenHidden: Scenario = {
  name: "X makes the post after the first look, and hides it from the next",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    await schedule(life, { number: 1, inMs: 10 * second });
    await set(life, "x", "slow", { ms: 30 * second });
  },
  act: async (life) => {
    await life.world.advance(50 * second);
    await set(life, "x", "timeline-hides", { textIncludes: "#1.1.1" });
    await sweepFor(life, 5);
  },
};

/** Its owner's own answer stands where the second part does, in other words: it may be that part, as X rewrote it. */
const alikeThenHidden: Scenario = {
  name: "X shows an answer that may be the part, and from the next look hides both",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    await schedule(life, { number: 1, parts: 2, inMs: 10 * second });
    const fault = { kind: "hang-after", match: { textIncludes: "#1.1.2" }, count: 1 };
    await life.ground.control("x", "/_sandbox/faults", fault);
  },
  act: async (life) => {
    await life.world.advance(15 * second);
    const { posts } = await takeSnapshot(life.ground);
    const first = posts.find(({ text }) => text.startsWith("#1.1.1"));
    // Whoever was to send it was struck before.
    if (!first) return sweepFor(life, 8);
    await postByHand(life, "thank you all", first.id);
    await set(life, "x", "timeline-hides", { textIncludes: "#1.1.2" }, always);
    await life.world.advance(25 * second);
    await sweepFor(life, 3);
    await set(life, "x", "timeline-hides", { textIncludes: "thank you" }, always);
    await sweepFor(life, 1);
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
    await sweepFor(life, 4);
  },
};

const swallowed: Scenario = {
  name: "X takes nothing and says nothing, again and again",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await hang(life, "#1.1.1", 3);
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await sweepFor(life, 10);
  },
};

const hidden: Scenario = {
  name: "X has posted, shows it to nobody, and calls it a duplicate",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 10 * second });
    await set(life, "x", "hang-after");
    await set(life, "x", "timeline-lag", { ms: 30 * minute }, always);
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await sweepFor(life, 10);
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
  },
};

const rewritten: Scenario = {
  name: "X has posted, and shows other words for it",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    const id = tweetId(life, 1);
    const text = makeText({ tweet: 1, draft: 1, position: 1 }, "& company <3 https://example.com/a?b=1&c=2");
    const scheduledFor = new Date(life.ground.time.now() + 10 * second);
    const tab = tabOf(life);
    const asked: Asked = {
      kind: "create",
      tweetId: id,
      base: 0,
      texts: [text],
      scheduledForMs: scheduledFor.getTime(),
    };
    const told = ask(life, tab, asked, ({ tweet }) =>
      tweet.schedule({ id, accountId: tab.person.accounts[0]?.id ?? "", scheduledFor, text }),
    );
    await life.world.finish(told, minute);
    await set(life, "x", "hang-after");
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await sweepFor(life, 5);
  },
};

async function failAt(life: Life, part: string): Promise<void> {
  const match = { textIncludes: part };
  const params = { problem: "not-permitted" };
  await life.ground.control("x", "/_sandbox/faults", { kind: "status", params, match, count: 1 });
}

const resumed: Scenario = {
  name: "resume, where X takes the same words twice",
  prepare: async (life) => {
    await takesTheSameTwice(life);
    await schedule(life, { number: 1, parts: 3, inMs: 10 * second });
    await failAt(life, "#1.1.2");
    await life.world.advance(12 * second);
  },
  act: async (life) => {
    await command(life, 1, "resume", ({ tweet }, input) => tweet.resume(input));
    await life.world.advance(20 * second);
  },
};

const neighbour: Scenario = {
  name: "roll back, with another post beside it",
  prepare: async (life) => {
    await schedule(life, { number: 1, parts: 3, inMs: 10 * second });
    await failAt(life, "#1.1.3");
    await schedule(life, { number: 2, inMs: 30 * second });
    await life.world.advance(40 * second);
  },
  act: (life) => command(life, 1, "rollBack", ({ tweet }, input) => tweet.roll_back(input)),
};

const paused: Scenario = {
  name: "due while its account is paused",
  prepare: async (life) => {
    await onAccount(life, "pause", ({ account }, input) => account.pause(input));
    await schedule(life, { number: 1, inMs: 90 * second });
  },
  act: async (life) => {
    await life.world.advance(100 * second);
    await sweepFor(life, 2);
  },
};

/** Neither is always the first: what one has moved the other finds moved, and the other way round. */
async function sweepTogether(life: Life): Promise<void> {
  life.last = await takeSnapshot(life.ground);
  life.ground.calls.choose = (ready) => life.random.below(ready.length);
  const passes = reconcilerNames.map((name) => startPass(life, name, "sweep"));
  await life.world.finish(Promise.all(passes), minute);
  await life.world.advance(minute);
  life.ground.calls.choose = () => 0;
}

/** Each of the two finds the hold over, and gives turns. */
const twoEnders: Scenario = {
  name: "two reconcilers end one hold",
  prepare: async (life) => {
    await set(life, "x", "status", { status: 429, resetAfterSeconds: 120 });
    for (let number = 1; number <= 4; number += 1)
      await schedule(life, { number, inMs: number * 5 * second });
    await life.world.advance(2 * minute);
    life.world.restart(reconcilerNames[1]);
  },
  act: async (life) => {
    await life.world.advance(10 * second);
    await sweepTogether(life);
  },
};

const renewals: CheckName = "S10 calls to X are bounded";

const oneToken: Scenario = {
  name: "two workers, and a token that has expired",
  prepare: async (life) => {
    // QStash brings an account's tweets one after another; two sweeps send them at once.
    await set(life, "qstash", "deliver-never", {}, always);
    for (const number of [1, 2, 3, 4]) await schedule(life, { number, inMs: 10 * second });
    life.world.restart(reconcilerNames[1]);
    await life.ground.control("x", "/_sandbox/expire", { handle: handleOf(life) });
    await set(life, "x", "refresh-slow", { ms: 2 * second }, always);
  },
  act: async (life) => {
    await life.world.advance(minute);
    await sweepTogether(life);
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
  },
  check: ({ wire }) => {
    const asked = wire.filter(({ path }) => path.startsWith("/2/oauth2/token")).length;
    return asked > 1 ? [violate(renewals, `one token was renewed ${asked} times`)] : [];
  },
};

export const traps: Scenario[] = [
  sameWords,
  unreadable,
  lateThenHidden,
  alikeThenHidden,
  swallowed,
  hidden,
  rewritten,
  resumed,
  neighbour,
  paused,
  ...heardLate,
  twoEnders,
  oneToken,
];
