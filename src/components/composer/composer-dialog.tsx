import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { TweetView } from "~/server/tweets/view";
import { findTweet } from "../queue/apply-tweet";
import { type QueueRead, queueKey } from "../queue/queue-cache";
import { StudioDialog } from "../ui/dialog";
import { notify, takeBack } from "../ui/notify";
import { keepAsDraft } from "./edit-as-draft";
import { editClosed } from "./edit-closed";
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
  const queryClient = useQueryClient();
  const tweetId = tweet?.id;
  useEffect(() => {
    if (tweetId) takeBack(noticeOf(tweetId));
  }, [tweetId]);
  const close = () => {
    onClose();
    const kept = tweet && readKeptEdit(tweet.id);
    if (!kept) return;
    const view = queryClient.getQueryData<QueueRead>(queueKey)?.view;
    const isClosed = view && editClosed(findTweet(view, tweet.id)) !== null;
    if (isClosed) keepAsDraft(view.accounts[0]?.id ?? "", tweet.id, kept.parts.slice(kept.fixedCount));
    void notify({ ...(isClosed ? unsaveable : unsaved), id: noticeOf(tweet.id) });
  };
  return (
    <StudioDialog title={tweet ? "Edit tweet" : "New tweet"} size="wide" onClose={close}>
      {tweet ? <EditTweet tweet={tweet} onDone={onClose} /> : <NewTweet like={like} onDone={onClose} />}
    </StudioDialog>
  );
}

const noticeOf = (tweetId: string) => `edit ${tweetId}`;

const unsaveable = {
  title: "Not saved",
  lines: [
    "The tweet can no longer be changed. What you wrote is kept as a new one: compose to go on with it.",
  ],
};
const unsaved = {
  title: "Not saved yet",
  lines: ["Your changes are kept: edit the tweet to go on with them."],
};
