// What QStash, X, the passes and time do in a story.
import { check, deliver, goesOut, type Mood, promised, sweep } from "./model";
import * as real from "./real";
import { done, inWords, minute, of, type Told, tell, tweetOf } from "./tell";

export function delivers(name: string, how: "once" | "twice at once" | "as it was before" | "forged"): Told {
  const sentence = {
    once: `QStash delivers ${name}'s message`,
    "twice at once": `QStash delivers ${name}'s message twice at once`,
    "as it was before": `QStash delivers the message of ${name}'s revision before`,
    forged: `somebody forges a delivery of ${name}`,
  }[how];
  return tell(sentence, {
    canHappen: (model) => (of(model, name)?.revision ?? 0) > (how === "as it was before" ? 1 : 0),
    happen: async (model, life) => {
      const tweet = tweetOf(model, name);
      const { revision } = tweet;
      if (how === "forged") await real.forge(life, name, revision);
      else if (how === "as it was before") await real.deliver(life, name, revision - 1);
      else {
        deliver(model, tweet);
        await real.deliver(life, name, revision, how === "once" ? 1 : 2);
      }
      return done;
    },
  });
}

/** The statement that marks a part as being sent: the first of a publication that writes it. */
const marksPart = /^\$queryRaw:[^:]*\bPart\b/;

export function dies(name: string, when: "before it sends" | "once X has posted"): Told {
  return tell(
    `QStash delivers ${name}'s message, and the web process dies ${when} it, and is started again`,
    {
      canHappen: (model) => {
        const tweet = of(model, name);
        return (
          tweet?.parts === 1 && tweet.mood === null && goesOut(model, tweet) && tweet.dueMs <= model.nowMs
        );
      },
      happen: async (model, life) => {
        const tweet = tweetOf(model, name);
        const isSent = when === "once X has posted";
        Object.assign(tweet, {
          state: "posting",
          message: "none",
          leaseMs: model.nowMs + promised.leaseMs,
          posts: isSent ? 1 : 0,
        });
        const [kind, call] = isSent ? (["x", /^POST \/2\/tweets$/] as const) : (["db", marksPart] as const);
        await real.dieAt(life, kind, call, () => real.deliver(life, name, tweet.revision));
        return done;
      },
    },
  );
}

export function loses(name: string): Told {
  return tell(`somebody deletes ${name}'s message in QStash's console`, {
    canHappen: (model) => {
      const tweet = of(model, name);
      return tweet?.state === "scheduled" && tweet.message === "waits";
    },
    happen: async (model, life) => {
      tweetOf(model, name).message = "deleted";
      await real.deleteMessage(life, name);
      return done;
    },
  });
}

export function losesNext(): Told {
  return tell("QStash will lose the next message that it is given", {
    canHappen: (model) => !model.losesNext,
    happen: async (model, life) => {
      model.losesNext = true;
      // Not the probe by which Roost proves that QStash knows its token.
      const match = { body: "tweetId" };
      const fault = { kind: "publish-lost", params: {}, match, count: 1 };
      await life.ground.control("qstash", "/_sandbox/faults", fault);
      return done;
    },
  });
}

const moodWords: Record<Mood, (name: string) => string> = {
  refuses: (name) => `X will refuse ${name}`,
  "refuses part 2": (name) => `X will refuse ${name}'s second part`,
  "puts it off": (name) => `X will put ${name} off for 90 seconds`,
  "posts unheard": (name) => `X will post ${name}, and its answer will be lost`,
  unreadable: (name) => `X will post ${name}, its answer will be lost, and its timeline will not be readable`,
  deaf: (name) => `X will answer nothing to ${name}, will not post it, and its timeline will not be readable`,
};

export function mood(name: string, what: Mood): Told {
  return tell(moodWords[what](name), {
    canHappen: (model) => {
      const tweet = of(model, name);
      return tweet !== undefined && tweet.mood === null && tweet.posts === 0;
    },
    happen: async (model, life) => {
      tweetOf(model, name).mood = what;
      await real.setMood(life, name, what);
      return done;
    },
  });
}

export function sweeps(): Told {
  return tell("the sweep comes", {
    happen: async (model, life) => {
      for (const tweet of model.tweets.values()) sweep(model, tweet);
      await real.pass(life, "sweep");
      return done;
    },
  });
}

export function checks(): Told {
  return tell("the orphan pass comes", {
    happen: async (model, life) => {
      for (const tweet of model.tweets.values()) check(model, tweet);
      await real.pass(life, "orphans");
      return done;
    },
  });
}

export function waits(minutes: number): Told {
  return tell(`${inWords(minutes)} pass`, {
    happen: async (_, life) => {
      await life.world.advance(minutes * minute);
      return done;
    },
  });
}
