import { Ellipsis } from "lucide-react";
import type { TweetView } from "~/server/tweets/view";
import { useStudio } from "../shell/studio-context";
import { actsFor } from "./tweet-acts";

/** Opens the menu of a tweet. Keeps its place where a tweet has no acts, so that no column moves. */
export function MoreButton({ tweet }: { tweet: TweetView }) {
  const { overlay, open } = useStudio();
  const isOpen = overlay?.kind === "menu" && overlay.tweet.id === tweet.id;
  const hasActs = actsFor(tweet).length > 0;
  return (
    <button
      type="button"
      aria-label="More"
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={(event) => open({ kind: "menu", tweet, anchor: event.currentTarget })}
      className={`-my-1.5 -mr-2 inline-flex size-8 items-center justify-center self-start rounded-md text-muted [grid-area:more] hover:bg-paper-sunk hover:text-ink aria-expanded:bg-paper-sunk touch:-my-3 touch:size-11 ${
        hasActs ? "" : "invisible"
      }`}
    >
      <Ellipsis aria-hidden className="size-4" />
    </button>
  );
}
