import type { TweetView } from "~/server/tweets/view";
import { StudioDialog } from "../ui/dialog";
import { EditTweet } from "./edit-tweet";
import { NewTweet } from "./new-tweet";

type ComposerDialogProps = {
  /** The tweet to change. */
  tweet?: TweetView | undefined;
  /** Of a new tweet: the one whose parts it begins with. */
  like?: TweetView | undefined;
  onClose: () => void;
};

/** The composer over the page: for a new tweet, or for a change of one. */
export function ComposerDialog({ tweet, like, onClose }: ComposerDialogProps) {
  return (
    <StudioDialog title={tweet ? "Edit tweet" : "New tweet"} size="wide" onClose={onClose}>
      {tweet ? <EditTweet tweet={tweet} onDone={onClose} /> : <NewTweet like={like} onDone={onClose} />}
    </StudioDialog>
  );
}
