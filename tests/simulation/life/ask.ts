// A person asks Roost for something in one of their tabs, and hears the answer, or does not.
import { AppError } from "~/server/app-error";
import type { Roost } from "~/server/roost";
import type { TweetView } from "~/server/tweets/view";
import type { Act, Answer } from "../world/acts";
import { onMachine } from "../world/machine";
import { type Caller, webNames } from "../world/world";
import { keepGoing, type Life, note, type Shown, type Tab } from "./life";

export type Asked = Pick<Act, "kind" | "tweetId" | "base" | "texts" | "scheduledForMs" | "accountId">;

/** Asks one of the web processes that live. Returns when the answer is there or will never come. */
export function ask(
  life: Life,
  tab: Tab,
  asked: Asked,
  run: (caller: Caller, roost: Roost) => Promise<unknown>,
): Promise<Act> {
  const { world, acts } = life;
  const living = webNames.filter((name) => !world.processes.get(name)?.isDead());
  const act = acts.begin({ ...asked, userId: tab.person.userId });
  const name = living.length > 0 ? life.random.pick(living) : null;
  note(life, `${tab.person.name} asks ${name ?? "nobody"} to ${describe(life, act)}`);
  const process = name ? world.processes.get(name) : undefined;
  if (!name || !process) {
    acts.end(act, { kind: "unknown" });
    return Promise.resolve(act);
  }
  const asking = onMachine(process.machine, () => run(world.callerOf(name, tab.person), world.roostOf(name)));
  const work = Promise.race([asking, process.died]).then(
    (value) => learn(life, tab, act, value),
    (error: unknown) => learnRefusal(tab, error),
  );
  const told = work.then((answer) => {
    acts.end(act, answer);
    note(life, `  ${tab.person.name} is answered ${wordsOf(answer)} on ${describe(life, act)}`);
    return act;
  });
  keepGoing(life, told);
  return told;
}

function describe(life: Life, { kind, tweetId, base }: Act): string {
  return tweetId ? `${kind} tweet ${life.numberOf.get(tweetId)} at revision ${base}` : kind;
}

function wordsOf(answer: Answer): string {
  if (answer.kind === "refused") return answer.code;
  return answer.kind === "ok" && answer.revision !== null ? `revision ${answer.revision}` : answer.kind;
}

function learn(life: Life, tab: Tab, act: Act, value: unknown): Answer {
  const views = viewsIn(value);
  for (const view of views) tab.known.set(view.id, shownOf(view));
  if (act.kind === "delete" && act.tweetId) tab.known.delete(act.tweetId);
  if (act.kind === "look") life.trace.push(`  sees ${views.length} tweets`);
  return { kind: "ok", revision: views.find(({ id }) => id === act.tweetId)?.revision ?? null };
}

function shownOf({ revision, state, doubt }: TweetView): Shown {
  return { revision, state, doubt: doubt?.part ?? null };
}

/** Every tweet that an answer shows, however deep. */
function viewsIn(value: unknown): TweetView[] {
  if (Array.isArray(value)) return value.flatMap(viewsIn);
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  if ("revision" in value && "state" in value) return [value as TweetView];
  return Object.values(value).flatMap(viewsIn);
}

function learnRefusal(tab: Tab, error: unknown): Answer {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : null;
  if (!(cause instanceof AppError) || cause.code === "UNAVAILABLE") return { kind: "unknown" };
  if (cause.tweet) tab.known.set(cause.tweet.id, shownOf(cause.tweet));
  return { kind: "refused", code: cause.code, message: cause.message };
}
