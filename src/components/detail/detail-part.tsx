import type { PartView, TweetView } from "~/server/tweets/view";
import { PartState } from "../tweet/part-state";

type DetailPartProps = { part: PartView; count: number; tweet: TweetView };

/** One part as it is read on X. Its state is said where there are several, or where it has a post. */
export function DetailPart({ part, count, tweet }: DetailPartProps) {
  const { position, text, state, postUrl } = part;
  const isInDoubt = tweet.state === "checkNeeded" && state === "sending";
  return (
    <li data-part={position} data-part-state={state} className="border-b border-line py-3">
      <p className="flex min-h-6 items-baseline justify-between gap-4 text-13">
        <span className="tabular text-muted">{count > 1 ? `Part ${position} of ${count}` : "Text"}</span>
        {(count > 1 || postUrl) && <PartState state={isInDoubt ? "inDoubt" : state} postUrl={postUrl} />}
      </p>
      <p dir="auto" className="mt-1 max-w-prose text-16 break-words whitespace-pre-line">
        {text}
      </p>
    </li>
  );
}
