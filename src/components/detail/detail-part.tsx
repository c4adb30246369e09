import type { PartView, TweetView } from "~/server/tweets/view";
import { MediaPreview } from "../media/media-preview";
import { PartState } from "../tweet/part-state";

type DetailPartProps = { part: PartView; count: number; tweet: TweetView };

/** One part as it is read on X. Its state is said where there are several, or where it has a post. */
export function DetailPart({ part, count, tweet }: DetailPartProps) {
  const { position, text, state, postUrl, media } = part;
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
      {media.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-3">
          {media.map((file) => (
            <li key={file.id} className="w-40 text-12 text-muted">
              <MediaPreview media={file} className="h-28 w-40" />
              <p aria-hidden={Boolean(file.altText)} className="mt-1 line-clamp-3 break-words">
                {file.altText || "No description"}
              </p>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
