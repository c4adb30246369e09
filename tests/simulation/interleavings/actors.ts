// Who meets on one tweet: each is a process of its own, and does one thing.
import { AppError } from "~/server/app-error";
import { signDelivery } from "../../support/sign-delivery";
import { tabOf, tweetId } from "../crash/deeds";
import { keepGoing, type Life, note } from "../life/life";
import { type JobName, startPass } from "../life/passes";
import type { Act, Answer } from "../world/acts";
import { post } from "../world/deliver-to";
import { secrets } from "../world/signing-keys";
import { makeText } from "../world/tags";
import { type Caller, connect } from "../world/world";

export type Actor = {
  /** Of its process. */
  name: string;
  /** Sets it going. What goes wrong with it is in the log, and in what it was answered. */
  start: (life: Life) => void;
};

/** QStash delivers the message of this revision to a web process. */
export function delivery(web: "web-1" | "web-2", revision = 1): Actor {
  return {
    name: web,
    start: (life) => {
      const process = life.world.processes.get(web);
      if (!process) throw new Error(`There is no process ${web}.`);
      const body = JSON.stringify({ tweetId: tweetId(life, 1), revision });
      const url = life.world.roostOf(web).queue.deliveryUrl;
      const iatS = Math.floor(life.ground.time.now() / 1000);
      const signature = signDelivery({ key: secrets.currentSigningKey, url, body, iatS });
      const qstashId = life.last.tweets.find(({ id }) => id === tweetId(life, 1))?.qstashId;
      const headers = {
        "Upstash-Signature": signature,
        ...(qstashId ? { "Upstash-Message-Id": qstashId } : {}),
      };
      keepGoing(life, post(life.ground, process, headers, Buffer.from(body)));
    },
  };
}

/** A reconciler's pass, with the publications that it starts. */
export function pass(name: "reconciler-1" | "reconciler-2", job: JobName): Actor {
  return { name, start: (life) => void startPass(life, name, job) };
}

type Given = { id: string; revision: number; accountId: string; texts: string[]; scheduledFor: Date };

type Asked = { texts?: string[]; at?: (nowMs: number) => number; tab?: string };

/**
 * The owner, in a tab that shows the tweet as it stood before anything began.
 * @param asked `at`: the time that is asked for.
 */
export function owner(
  kind: Act["kind"],
  run: (caller: Caller, given: Given) => Promise<unknown>,
  { texts, at, tab = "tab" }: Asked = {},
): Actor {
  return {
    name: tab,
    start: (life) => {
      const id = tweetId(life, 1);
      const row = life.last.tweets.find((tweet) => tweet.id === id);
      const revision = row?.revision ?? 0;
      const { person } = tabOf(life);
      const scheduledForMs = at?.(life.ground.time.now()) ?? null;
      const act = life.acts.begin({
        ...{ kind, tweetId: id, base: revision, userId: person.userId },
        ...{ texts: texts ?? null, scheduledForMs },
      });
      tellOf(
        life,
        act,
        run(life.world.callerOf(tab, person), {
          ...{ id, revision, accountId: row?.accountId ?? person.accounts[0]?.id ?? "" },
          ...{ texts: texts ?? [], scheduledFor: new Date(scheduledForMs ?? 0) },
        }),
      );
    },
  };
}

/** The owner, about the account. */
function onAccount(kind: "pause" | "unpause", tab = "tab"): Actor {
  return {
    name: tab,
    start: (life) => {
      const { person } = tabOf(life);
      const accountId = person.accounts[0]?.id ?? "";
      const nothing = { tweetId: null, base: 0, texts: null, scheduledForMs: null };
      const act = life.acts.begin({ kind, userId: person.userId, accountId, ...nothing });
      tellOf(life, act, life.world.callerOf(tab, person).account[kind]({ accountId }));
    },
  };
}

function tellOf(life: Life, act: Act, asked: Promise<unknown>): void {
  const told = asked.then(
    () => life.acts.end(act, { kind: "ok", revision: null }),
    (error: unknown) => life.acts.end(act, answerOf(life, act.kind, error)),
  );
  keepGoing(life, told);
}

function answerOf(life: Life, kind: string, error: unknown): Answer {
  const cause: unknown = error instanceof Error ? error.cause : null;
  if (!(cause instanceof AppError) || cause.code === "UNAVAILABLE") {
    note(life, `${kind} failed: ${String(error)}`);
    return { kind: "unknown" };
  }
  note(life, `${kind} is answered ${cause.code}`);
  return { kind: "refused", code: cause.code, message: cause.message };
}

const second = 1000;
const minute = 60 * second;

const inSome = (ms: number) => (nowMs: number) => nowMs + ms;
const target = ({ id, revision }: Given) => ({ id, revision });

export function edit(tab = "tab", draft = 2): Actor {
  const texts = [makeText({ tweet: 1, draft, position: 1 }, "in other words")];
  const run = ({ tweet }: Caller, given: Given) =>
    tweet.edit({ ...target(given), text: given.texts[0] ?? "" });
  return owner("edit", run, { texts, tab });
}

/** The same creation, from this tab. */
export function create(tab: string): Actor {
  const texts = [makeText({ tweet: 1, draft: 1, position: 1 }, "flies")];
  const run = ({ tweet }: Caller, { id, accountId, scheduledFor, texts: [text = ""] }: Given) =>
    tweet.schedule({ id, accountId, scheduledFor, text });
  return owner("create", run, { texts, tab, at: inSome(10 * second) });
}

export const cancel = owner("cancel", ({ tweet }, given) => tweet.cancel(target(given)));
export const unschedule = owner("unschedule", ({ tweet }, given) => tweet.unschedule(target(given)));
export const remove = owner("delete", ({ tweet }, given) => tweet.delete(target(given)));
export const stop = owner("stop", ({ tweet }, given) => tweet.stop(target(given)));
export const resume = owner("resume", ({ tweet }, given) => tweet.resume(target(given)));
export const rollBack = owner("rollBack", ({ tweet }, given) => tweet.roll_back(target(given)), {
  tab: "other tab",
});
export const reschedule = owner(
  "reschedule",
  ({ tweet }, given) => tweet.reschedule({ ...target(given), scheduledFor: given.scheduledFor }),
  { at: inSome(10 * minute) },
);
export const postNow = owner("postNow", ({ tweet }, given) => tweet.post_now(target(given)));

export const pause = onAccount("pause");
export const unpause = (tab: string): Actor => onAccount("unpause", tab);

/** The owner signs in at X again: the account gets a pair that X takes. */
export const connects: Actor = {
  name: "web-2",
  start: (life) => {
    const { person } = tabOf(life);
    keepGoing(life, connect(life.world, person.accounts[0]?.handle ?? "", person.userId, "web-2"));
  },
};

/** The worker that was stopped in the middle of its work is let go. */
export const wakes: Actor = {
  name: "web-1",
  start: (life) => life.world.processes.get("web-1")?.thaw(),
};
