// One sentence of a story: it changes the model, does the same in the world, and both must agree afterwards.
import type fc from "fast-check";
import type { TruthLine } from "~/server/tweets/view";
import { checkSafety } from "../checks/safety";
import { evidenceOf, type Life } from "../life/life";
import { type Model, type ModelTweet, promised, shownState, sweep } from "./model";
import * as real from "./real";

export type Told = fc.AsyncCommand<Model, Life>;

type Deed = {
  /** Whether it can be told of now. */
  canHappen?: (model: Model) => boolean;
  /** Returns what the model and the world each answered. */
  happen: (model: Model, life: Life) => Promise<{ model: string; world: string }>;
};

/** Begins each sentence where a story is printed. */
export const bullet = "\n- ";

export const done = { model: "ok", world: "ok" };

/** A sentence of the story. */
export function tell(sentence: string, { canHappen = () => true, happen }: Deed): Told {
  return {
    check: canHappen,
    toString: () => `${bullet}${sentence}`,
    run: async (model, life) => {
      model.steps += 1;
      model.nowMs = life.ground.time.now();
      const answers = await happen(model, life);
      if (answers.model !== answers.world) {
        throw new Error(`Mira is answered ${answers.world}, the model says ${answers.model}.`);
      }
      await real.settleDown(life);
      model.nowMs = life.ground.time.now();
      await awaitX(model, life);
      for (const tweet of model.tweets.values()) await compare(model, tweet, life);
      await compareAll(model, life);
    },
  };
}

/** Where X does not say what it did and its timeline cannot be read, the sweep looks for half an hour. */
async function awaitX(model: Model, life: Life): Promise<void> {
  const asked = [...model.tweets.values()].find(
    ({ state, nextLookMs }) => state === "checkNeeded" && nextLookMs === null,
  );
  if (!asked) return;
  for (let minutes = 0; minutes < longestMinutes && real.isPosting(life, asked.name); minutes += 1) {
    await life.world.advance(minute);
    model.nowMs = life.ground.time.now();
    for (const tweet of model.tweets.values()) sweep(model, tweet);
    await real.pass(life, "sweep");
  }
  await real.showTimeline(life);
  model.nowMs = life.ground.time.now();
  asked.nextLookMs = model.nowMs + promised.firstLookMs;
}

const longestMinutes = 45;

async function compare(model: Model, tweet: ModelTweet, life: Life): Promise<void> {
  const seen = await real.lookAt(life, tweet.name);
  const { revision, draft, dueMs, posts } = tweet;
  const messages = tweet.state === "scheduled" && tweet.message === "waits" ? 1 : 0;
  const wanted: real.Seen = { state: shownState(model, tweet), revision, draft, dueMs, posts, messages };
  const differ = Object.entries(wanted).flatMap(([what, value]) => {
    const found = seen[what as keyof real.Seen];
    return found === value
      ? []
      : [`${words[what as keyof real.Seen](tweet.name, found)}, the model says ${shown(what, value)}`];
  });
  if (differ.length > 0) throw new Error(differ.join("; "));
  const broken = checkSafety(evidenceOf(life));
  if (broken.length > 0) throw new Error(broken.map((one) => `${one.check}: ${one.what}`).join("; "));
}

/** The truth line and the banner are about the rows, and say the same of them. */
async function compareAll(model: Model, life: Life): Promise<void> {
  const { truth, waiting } = await real.lookOver(life);
  const [says, wanted] = [lineOf(truth), truthOf(model)];
  if (says !== wanted) throw new Error(`The truth line says ${says}, the model says ${wanted}`);
  const held = statesIn(model).filter((state) => state === "onHold").length;
  if (waiting !== held) throw new Error(`The banner says that ${waiting} wait, the model says ${held}`);
}

const statesIn = (model: Model) => [...model.tweets.values()].map((tweet) => shownState(model, tweet));

function truthOf(model: Model): string {
  const counted = (wanted: string) => statesIn(model).filter((state) => state === wanted).length;
  if (counted("unscheduled") > 0) return `orphans ${counted("unscheduled")}`;
  const struck = [...model.tweets.values()].filter(({ struckMs }) => struckMs !== null).length;
  if (struck > 0) return `unverified ${struck}`;
  const [queued, pending, onHold] = [counted("queued"), counted("pending"), counted("onHold")];
  return queued + pending + onHold === 0
    ? "empty"
    : `queued ${queued}, pending ${pending}, on hold ${onHold}`;
}

function lineOf(truth: TruthLine): string {
  if (truth.kind === "empty") return truth.kind;
  if (truth.kind !== "verified") return `${truth.kind} ${truth.count}`;
  return `queued ${truth.queued}, pending ${truth.pending}, on hold ${truth.onHold}`;
}

const words: Record<keyof real.Seen, (name: string, value: string | number) => string> = {
  state: (name, value) => `${name}'s page says ${value}`,
  revision: (name, value) => `${name} is at revision ${value}`,
  draft: (name, value) => `${name} has its words of draft ${value}`,
  dueMs: (name, value) => `${name} is for ${shown("dueMs", value)}`,
  posts: (name, value) => `X has ${value} posts of ${name}`,
  messages: (name, value) => `QStash has ${value} messages of ${name}'s revision`,
};

function shown(what: string, value: string | number): string {
  return what === "dueMs" ? new Date(value).toISOString() : String(value);
}

export const minute = 60_000;
export const of = (model: Model, name: string) => model.tweets.get(name);

export function tweetOf(model: Model, name: string): ModelTweet {
  const tweet = of(model, name);
  if (!tweet) throw new Error(`The story tells of ${name} before it is there.`);
  return tweet;
}

export function inWords(minutes: number): string {
  if (minutes === 1) return "a minute";
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
