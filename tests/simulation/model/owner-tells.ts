// What the owner does in a story.
import type { Life } from "../life/life";
import { makeText } from "../world/tags";
import type { Model, ModelTweet } from "./model";
import { type Ask, askOwner, create } from "./owner";
import * as real from "./real";
import { inWords, minute, of, type Told, tell, tweetOf } from "./tell";

const partsOf = (name: string) => (name === "B" ? 3 : 1);

export function schedules(name: string, minutes: number): Told {
  const ask: Ask = { kind: "schedule", inMs: minutes * minute };
  return tell(
    `Mira schedules ${name}${name === "B" ? ", a thread of three," : ""} for ${inWords(minutes)} from now`,
    {
      happen: async (model, life) => {
        const tweet = of(model, name);
        if (!tweet) {
          const world = await real.create(life, name, partsOf(name), ask.inMs);
          return { model: create(model, name, partsOf(name), ask.inMs), world };
        }
        return asks(model, life, tweet, ask, tweet.revision);
      },
    },
  );
}

const verbs: Record<Exclude<Ask["kind"], "schedule" | "reschedule" | "resolve">, string> = {
  edit: "edits",
  unschedule: "unschedules",
  cancel: "cancels",
  restore: "restores",
  resume: "resumes",
  rollBack: "rolls back",
};

export function commands(name: string, kind: keyof typeof verbs): Told {
  return tell(`Mira ${verbs[kind]} ${name}`, {
    canHappen: (model) => of(model, name) !== undefined,
    happen: async (model, life) => {
      const tweet = tweetOf(model, name);
      return asks(model, life, tweet, { kind }, tweet.revision);
    },
  });
}

export function edits(name: string): Told {
  return tell(`Mira edits ${name} in a tab that shows it as it was before`, {
    canHappen: (model) => (of(model, name)?.revision ?? 0) > 1,
    happen: async (model, life) => {
      const tweet = tweetOf(model, name);
      return asks(model, life, tweet, { kind: "edit" }, tweet.revision - 1);
    },
  });
}

export function reschedules(name: string, minutes: number): Told {
  return tell(`Mira reschedules ${name} to ${inWords(minutes)} from now`, {
    canHappen: (model) => of(model, name) !== undefined,
    happen: async (model, life) => {
      const tweet = tweetOf(model, name);
      return asks(model, life, tweet, { kind: "reschedule", inMs: minutes * minute }, tweet.revision);
    },
  });
}

/** She looks at X, and says what she sees. */
export function answers(name: string): Told {
  return tell(`Mira looks at X and says whether ${name} is up`, {
    canHappen: (model) => of(model, name)?.state === "checkNeeded",
    happen: async (model, life) => {
      const tweet = tweetOf(model, name);
      return asks(model, life, tweet, { kind: "resolve", isUp: tweet.posts > 0 }, tweet.revision);
    },
  });
}

async function asks(model: Model, life: Life, tweet: ModelTweet, ask: Ask, seen: number) {
  const { name, parts, draft } = tweet;
  const world = await inWorld();
  return { model: askOwner(model, tweet, ask, seen), world };

  function inWorld(): Promise<string> {
    switch (ask.kind) {
      case "schedule":
      case "reschedule": {
        const scheduledFor = new Date(model.nowMs + ask.inMs);
        const asked = { scheduledForMs: scheduledFor.getTime() };
        return real.askFor(
          life,
          name,
          ask.kind,
          seen,
          ({ tweet: router }, input) => router[ask.kind]({ ...input, scheduledFor }),
          asked,
        );
      }
      case "edit": {
        const number = real.numbers[name] ?? 0;
        const out = life.last.parts.filter(
          ({ xId, tweetId }) => xId !== null && life.numberOf.get(tweetId) === number,
        );
        const texts = Array.from({ length: parts }, (_, at) => {
          return (
            out[at]?.text ?? makeText({ tweet: number, draft: draft + 1, position: at + 1 }, "in other words")
          );
        });
        return real.askFor(
          life,
          name,
          "edit",
          seen,
          ({ tweet: router }, input) => router.edit({ ...input, parts: texts.map((text) => ({ text })) }),
          { texts },
        );
      }
      case "resolve": {
        const postUrl = real.postUrlOf(life, name);
        const said = ask.isUp && postUrl ? { isUp: true, postUrl } : { isUp: false };
        return real.askFor(life, name, "resolve", seen, ({ tweet: router }, input) =>
          router.resolve({ ...input, part: 1, ...said }),
        );
      }
      case "rollBack":
        return real.askFor(life, name, "rollBack", seen, ({ tweet: router }, input) =>
          router.roll_back(input),
        );
      default: {
        const { kind } = ask;
        return real.askFor(life, name, kind, seen, ({ tweet: router }, input) => router[kind](input));
      }
    }
  }
}
