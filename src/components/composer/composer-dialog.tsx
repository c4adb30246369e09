import type { TweetView } from "~/server/tweets/view";
import { StudioDialog } from "../ui/dialog";
import { notify } from "../ui/notify";
import { EditTweet } from "./edit-tweet";
import { readKeptEdit } from "./kept-edit";
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
  const close = () => {
    onClose();
    if (tweet && readKeptEdit(tweet.id)) void notify(unsaved);
  };
  return (
    <StudioDialog title={tweet ? "Edit tweet" : "New tweet"} size="wide" onClose={close}>
      {tweet ? <EditTweet tweet={tweet} onDone={onClose} /> : <NewTweet like={like} onDone={onClose} />}
    </StudioDialog>
  );
}

const unsaved = {
  title: "Not saved yet",
  lines: ["Your changes are kept: edit the tweet to go on with them."],
};
