import { Image, Video } from "lucide-react";
import type { TweetView } from "~/server/tweets/view";

/** What a tweet shows beside its words, in its row: "2 images", "video". Nothing where it shows nothing. */
export function MediaMark({ tweet }: { tweet: Pick<TweetView, "parts"> }) {
  const media = tweet.parts.flatMap((part) => part.media);
  if (media.length === 0) return null;
  const isVideo = media.every(({ kind }) => kind === "VIDEO");
  const Icon = isVideo ? Video : Image;
  return (
    <span className="tabular mr-2 inline-flex items-baseline gap-1">
      <Icon aria-hidden className="size-3.5 self-center" />
      {media.length}
      <span className="sr-only">{media.length === 1 ? " file" : " files"}</span>
    </span>
  );
}
