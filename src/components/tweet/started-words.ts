import type { TweetView } from "~/server/tweets/view";

type Parts = Pick<TweetView, "parts">;

/** How far a thread is: "Part 1 of 3 is on X", "Parts 1 and 2 of 5 are on X". Null where nothing is out. */
export function outWords({ parts }: Parts): string | null {
  const out = parts.filter(({ state }) => state === "out").map(({ position }) => position);
  if (out.length === 0) return null;
  return out.length === 1
    ? `Part ${out[0]} of ${parts.length} is on X`
    : `Parts ${listWords(out)} of ${parts.length} are on X`;
}

/** "1 post", "2 posts": as many as are out. */
export function postsOut({ parts }: Parts): string {
  const count = parts.filter(({ state }) => state === "out").length;
  return count === 1 ? "1 post" : `${count} posts`;
}

/** "1 and 2", "1 to 4", "1, 3 and 4". */
export function listWords(numbers: number[]): string {
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (numbers.length > 2 && last - first === numbers.length - 1) return `${first} to ${last}`;
  return numbers.length === 1 ? String(first) : `${numbers.slice(0, -1).join(", ")} and ${last}`;
}

/** The sentences of a thread of which part is out: how far it is, and what goes on with it. */
export function startedNotes(tweet: TweetView): string[] {
  const { started, state } = tweet;
  if (!started) return [];
  const out = outWords(tweet);
  switch (started.rollback?.state) {
    case "removing":
      return [
        `Being deleted on X: ${postsOut(tweet)} left.`,
        ...(started.rollback.error ? [`Not yet: ${started.rollback.error}`] : []),
      ];
    case "stuck":
      return [
        `X did not delete all of it. ${out ? `${out}. ` : ""}Roll it back again, or delete ${postsOut(tweet) === "1 post" ? "it" : "them"} on X by hand.`,
        ...(started.rollback.error ? [`X said: ${started.rollback.error}`] : []),
      ];
    case "removed":
      return ["What was out has been deleted on X. To try again, write it as a new tweet."];
    case undefined:
      break;
  }
  if (!out || state === "posting" || state === "failed" || state === "checkNeeded") return [];
  if (state === "cancelled") return [`${out}. The rest does not go out.`];
  return [`${out}. The rest goes out by itself.`];
}
