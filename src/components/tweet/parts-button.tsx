import type { TweetView } from "~/server/tweets/view";
import { useStudio } from "../shell/studio-context";

/** How many parts a thread has; opens all of them. Nothing for a tweet of one part. */
export function PartsButton({ tweet }: { tweet: TweetView }) {
  const { open } = useStudio();
  if (tweet.partCount === 1) return null;
  return (
    <button
      type="button"
      onClick={() => open({ kind: "detail", tweet })}
      className="tabular relative mr-2 underline decoration-line-strong underline-offset-4 hover:text-ink touch:before:absolute touch:before:-inset-3"
    >
      {tweet.partCount} parts
    </button>
  );
}
