import type { TweetView } from "~/server/tweets/view";
import { StudioDialog } from "../ui/dialog";
import { EditTweet } from "./edit-tweet";
import { NewTweet } from "./new-tweet";

/** The composer over the page: for a new tweet, or for a change of one. */
export function ComposerDialog({ tweet, onClose }: { tweet?: TweetView; onClose: () => void }) {
  return (
    <StudioDialog title={tweet ? "Edit tweet" : "New tweet"} size="wide" onClose={onClose}>
      {tweet ? <EditTweet tweet={tweet} onDone={onClose} /> : <NewTweet onDone={onClose} />}
    </StudioDialog>
  );
}
