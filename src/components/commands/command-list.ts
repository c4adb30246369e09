import type { QueueView, TweetView } from "~/server/tweets/view";
import { tweetExcerpt } from "../tweet/excerpt";
import { actLabel, actsFor, type TweetAct } from "../tweet/tweet-acts";

/** An act of the command menu, by what it does. */
export type Command = { id: string; label: string; hint: string | null; isOnDemand?: boolean } & (
  | { kind: "compose" }
  | { kind: "sync" }
  | { kind: "help" }
  | { kind: "notices" }
  | { kind: "go"; href: string }
  | { kind: "scheduleAll" }
  | { kind: "tweet"; tweet: TweetView; act: TweetAct }
);

const textLength = 36;

/** Every act there is now: those of the tweet with the focus first, then the studio's, then those of all other tweets. */
export function commandList(view: QueueView | undefined, focused: TweetView | undefined): Command[] {
  const commands: Command[] = [
    ...(focused ? tweetCommands(focused) : []),
    { id: "compose", kind: "compose", label: "Compose a tweet", hint: "c" },
    { id: "sync", kind: "sync", label: "Sync with QStash", hint: null },
    { id: "notices", kind: "notices", label: "Show the notices", hint: "n" },
    { id: "scheduled", kind: "go", label: "Go to Scheduled", hint: null, href: "/studio/scheduled" },
  ];
  if (view && view.unscheduled.length > 1) {
    commands.push({
      id: "scheduleAll",
      kind: "scheduleAll",
      label: `Schedule all ${view.unscheduled.length} unscheduled tweets again`,
      hint: null,
    });
  }
  commands.push({ id: "help", kind: "help", label: "Show all keys", hint: "?" });
  if (!view) return commands;
  const others = [
    ...view.upcoming,
    ...view.unscheduled,
    ...view.checkNeeded,
    ...view.failed,
    ...view.drafts,
    ...view.cancelled,
    ...view.posted,
  ];
  return [...commands, ...others.filter(({ id }) => id !== focused?.id).flatMap(onDemand)];
}

/** Those of every other tweet are too many to be shown before something is typed. */
const onDemand = (tweet: TweetView): Command[] =>
  tweetCommands(tweet).map((command) => ({ ...command, isOnDemand: true }));

function tweetCommands(tweet: TweetView): Command[] {
  return actsFor(tweet).map((act) => ({
    id: `${act}:${tweet.id}`,
    kind: "tweet",
    tweet,
    act,
    label: `${actLabel(tweet, act)}: “${tweetExcerpt(tweet, textLength)}”`,
    hint: null,
  }));
}

/** More than this nobody reads; typing another letter narrows it. */
const shownAtMost = 30;

/** The commands whose words hold every word that was typed. */
export function filterCommands(commands: Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands
    .filter(({ isOnDemand }) => !isOnDemand || words.length > 0)
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .slice(0, shownAtMost);
}
