// What a check is given, and the names of all of them: a mutant must turn the one red that is about it.

import type { WireCall } from "../wire/wire";
import type { Acts } from "../world/acts";
import type { Delivery } from "../world/deliver-to";
import type { Snapshot } from "./snapshot";

export const checkNames = [
  "S1 at most one creation at X per part",
  "S1 no second call while the first may have posted",
  "S1 every call to X has its attempt",
  "S1 sent again by itself once at the most",
  "S1 a part holds the post that was made for it",
  "S2 never before its time",
  "S3 what is created is the newest revision",
  "S3 nothing after an acknowledged cancel",
  "S3 parts go out in order, each a reply to the one before",
  "S3 a post shows what its owner gave it",
  "S3 nothing goes out while its account is held",
  "S4 no false orphan",
  "S4 the breaker holds",
  "S4 no message that serves its tweet is cancelled",
  "S4 no message of another installation is cancelled",
  "S5 text and time change only by their owner's act",
  "S5 a thread that has begun waits for no time of its owner's",
  "S5 files change only by their owner's act",
  "S5 what was acknowledged is there",
  "S6 only the moves of the table",
  "S6 an attempt ends once",
  "S6 the events replayed give the tweet",
  "S6 the present message is of the present revision",
  "S7 nobody's rows are touched by another",
  "S8 one command has one effect",
  "S9 no secret and no text in a log line or an error",
  "S10 calls to X are bounded",
  "S10 calls to QStash are bounded",
  "S10 what waited on a hold goes out one after another",
  "S11 only what QStash signed is heard",
  "S12 only a roll-back deletes at X, and it deletes all",
  "S13 a paused account stays silent",
  "S14 what QStash gave up on is judged before it is cleared",
  "L1 every tweet in the window has a live message of its revision",
  "L1 all other messages are inert",
  "L2 every due tweet comes to rest in time, and its owner is told",
  "L2 nobody is left untold",
  "L2 what X has is recorded",
  "L3 a pass over a consistent world changes nothing",
  "L4 one poisoned account delays no other",
  "L5 with QStash down every due tweet still goes out",
  "L6 where nothing goes wrong every command is answered",
  "L7 what QStash gave up on is cleared",
  "L8 every run comes to its end",
] as const;

export type CheckName = (typeof checkNames)[number];

export type Violation = { check: CheckName; what: string };

/** All that is known of a life: what the databases say now, what was asked, and what went over the wire. */
export type Evidence = {
  now: Snapshot;
  acts: Acts["list"];
  wire: WireCall[];
  deliveries: Delivery[];
  logLines: string[];
  /** The number in the tags of a tweet's texts, by its id. */
  numberOf: Map<string, number>;
  /** Passes of reconcilers: what they were, and which of QStash's calls they made. */
  passes: Pass[];
  /** Posts that people made at X without Roost: they are not among those of `now`. */
  byHand: ReadonlySet<string>;
};

export type Pass = {
  name: string;
  process: string;
  begunAt: number;
  begunMs: number;
  endedAt: number | null;
  /** How many tweets were on the schedule when it began, and how many of them had a message. */
  scheduled: number;
  armed: number;
  /** It saw so much vanish, or so many ghosts, that it left all as it was. */
  isBreakerOpen: boolean;
  /** What it reports to have done, by kind. */
  actions: Record<string, number>;
  /** How many it took off the schedule, but for those that the breaker may withhold no longer. */
  orphaned: number;
};

/** The last pass of this job that was begun. */
export const lastPass = (passes: readonly Pass[], job: string): Pass | undefined =>
  passes.findLast(({ name }) => name === job);

export type Check = (evidence: Evidence) => Violation[];

export function violate(check: CheckName, what: string): Violation {
  return { check, what };
}

/** The rows of each tweet, by its id. */
export function byTweet<T extends { tweetId: string | null }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    if (row.tweetId === null) continue;
    const group = groups.get(row.tweetId);
    if (group) group.push(row);
    else groups.set(row.tweetId, [row]);
  }
  return groups;
}
