// What Roost does, one thing at a time: each is carried out with a crash at every one of its calls to the outside.
import type { Life } from "../life/life";
import { makeText } from "../world/tags";
import { command, pass, schedule, set, tabOf, tweetId, type Wish } from "./deeds";
import type { Scenario } from "./scenario";
import { shows } from "./shows";
import { waits } from "./waits";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const soon: Wish = { number: 1, inMs: 10 * second };
const later: Wish = { number: 1, inMs: 3 * hour };
const thread: Wish = { number: 1, parts: 3, inMs: 10 * second };

const untilDue = (life: Life) => life.world.advance(11 * second);

const schedules: Scenario = {
  name: "schedule",
  prepare: async () => undefined,
  act: (life) => schedule(life, later),
  again: (life) => schedule(life, later, life.ground.time.now()),
};

const edits: Scenario = {
  name: "edit",
  prepare: (life) => schedule(life, later),
  act: async (life) => {
    const texts = [1, 2].map((position) => makeText({ tweet: 1, draft: 2, position }, "flies higher"));
    const scheduledFor = new Date(life.ground.time.now() + 2 * hour);
    await command(
      life,
      1,
      "edit",
      ({ tweet }, input) => tweet.edit({ ...input, parts: texts.map((text) => ({ text })), scheduledFor }),
      { texts, scheduledForMs: scheduledFor.getTime() },
    );
  },
};

const cancels: Scenario = {
  name: "cancel",
  prepare: (life) => schedule(life, soon),
  act: async (life) => {
    await command(life, 1, "cancel", ({ tweet }, input) => tweet.cancel(input));
    await untilDue(life);
  },
};

const comesBack: Scenario = {
  name: "unschedule, then schedule again",
  prepare: (life) => schedule(life, later),
  act: async (life) => {
    await command(life, 1, "unschedule", ({ tweet }, input) => tweet.unschedule(input));
    const scheduledFor = new Date(life.ground.time.now() + hour);
    await command(life, 1, "schedule", ({ tweet }, input) => tweet.schedule({ ...input, scheduledFor }), {
      texts: null,
      scheduledForMs: scheduledFor.getTime(),
    });
  },
};

const delivers: Scenario = {
  name: "deliver",
  prepare: (life) => schedule(life, soon),
  act: untilDue,
};

const deliversThread: Scenario = {
  name: "thread",
  prepare: (life) => schedule(life, thread),
  act: untilDue,
};

const refuses: Scenario = {
  name: "X refuses",
  prepare: async (life) => {
    await schedule(life, soon);
    await set(life, "x", "status", { problem: "not-permitted" });
  },
  act: untilDue,
};

const putsOff: Scenario = {
  name: "X puts off",
  prepare: async (life) => {
    await schedule(life, thread);
    await set(life, "x", "status", { status: 429, resetAfterSeconds: 60 });
  },
  act: (life) => life.world.advance(80 * second),
};

const refreshes: Scenario = {
  name: "refresh",
  prepare: async (life) => {
    await schedule(life, soon);
    const { handle } = tabOf(life).person.accounts[0] ?? { handle: "" };
    await life.ground.control("x", "/_sandbox/expire", { handle });
  },
  act: untilDue,
};

const settles: Scenario = {
  name: "settle, X has posted",
  prepare: async (life) => {
    await schedule(life, thread);
    await set(life, "x", "hang-after");
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    await pass(life, "sweep");
    await life.world.advance(2 * minute);
  },
};

const settlesAbsent: Scenario = {
  name: "settle, X has not posted",
  prepare: async (life) => {
    await schedule(life, soon);
    await set(life, "x", "hang");
  },
  act: async (life) => {
    await life.world.advance(40 * second);
    for (let at = 0; at < 4; at += 1) {
      await pass(life, "sweep");
      await life.world.advance(minute);
    }
  },
};

const stopsAndResumes: Scenario = {
  name: "X fails in a thread, then resume",
  prepare: async (life) => {
    await schedule(life, thread);
    const match = { textIncludes: "#1.1.2" };
    const fault = { kind: "status", params: { problem: "not-permitted" }, match, count: 1 };
    await life.ground.control("x", "/_sandbox/faults", fault);
    await untilDue(life);
  },
  act: (life) => command(life, 1, "resume", ({ tweet }, input) => tweet.resume(input)),
};

const rollsBack: Scenario = {
  name: "X fails in a thread, then roll back",
  prepare: async (life) => {
    await schedule(life, thread);
    const match = { textIncludes: "#1.1.3" };
    const fault = { kind: "status", params: { problem: "not-permitted" }, match, count: 1 };
    await life.ground.control("x", "/_sandbox/faults", fault);
    await untilDue(life);
  },
  act: (life) => command(life, 1, "rollBack", ({ tweet }, input) => tweet.roll_back(input)),
};

const sweeps: Scenario = {
  name: "sweep",
  prepare: async (life) => {
    await set(life, "qstash", "deliver-never", {}, 2);
    await schedule(life, soon);
    await schedule(life, { number: 2, inMs: 12 * second, account: 1 });
    await set(life, "qstash", "api-status", { status: 503 }, 1);
    await schedule(life, { number: 3, inMs: 2 * hour });
    await life.world.advance(50 * second);
  },
  act: async (life) => {
    await pass(life, "sweep");
    await life.world.advance(second);
  },
};

const findsOrphan: Scenario = {
  name: "orphan",
  prepare: async (life) => {
    await schedule(life, later);
    await schedule(life, { number: 2, inMs: 4 * hour });
    await set(life, "qstash", "publish-lost", {}, 1);
    await schedule(life, { number: 3, inMs: 4 * hour });
    const removed = life.last.tweets.find(({ id }) => id === tweetId(life, 1))?.qstashId;
    await pass(life, "sweep");
    const qstashId = removed ?? life.last.tweets.find(({ id }) => id === tweetId(life, 1))?.qstashId;
    await life.ground.control("qstash", `/v2/messages/${qstashId}`, undefined, "DELETE");
  },
  act: async (life) => {
    await pass(life, "orphans");
    await life.world.advance(40 * second);
    await pass(life, "sweep");
  },
};

const arms: Scenario = {
  name: "arm window",
  prepare: async (life) => {
    await schedule(life, { number: 1, inMs: 49 * hour });
    await schedule(life, { number: 2, inMs: 50 * hour });
    await life.world.advance(3 * hour);
  },
  act: (life) => pass(life, "window"),
};

const resolves: Scenario = {
  name: "its owner says that it is up",
  prepare: async (life) => {
    await schedule(life, soon);
    await set(life, "x", "half-json");
    await set(life, "x", "timeline-cut", {}, 200);
    await life.world.advance(40 * second);
    for (let at = 0; at < 45; at += 1) {
      await pass(life, "sweep");
      if (life.last.tweets.some(({ status }) => status === "UNCONFIRMED")) break;
      await life.world.advance(minute);
    }
    await life.ground.control("x", "/_sandbox/faults", undefined, "DELETE");
  },
  act: async (life) => {
    const [post] = life.last.posts;
    const postUrl = `https://x.com/${tabOf(life).person.accounts[0]?.handle}/status/${post?.id}`;
    await command(life, 1, "resolve", ({ tweet }, input) =>
      tweet.resolve({ ...input, part: 1, isUp: true, postUrl }),
    );
  },
};

/** Each of their calls is struck, alone and in pairs. */
export const scenarios: Scenario[] = [
  schedules,
  edits,
  cancels,
  comesBack,
  delivers,
  deliversThread,
  refuses,
  putsOff,
  refreshes,
  settles,
  settlesAbsent,
  stopsAndResumes,
  rollsBack,
  sweeps,
  findsOrphan,
  arms,
  resolves,
  ...shows,
  ...waits,
];
