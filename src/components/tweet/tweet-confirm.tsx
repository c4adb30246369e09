import { useEffect, useRef } from "react";
import { holdWords } from "~/domain/hold-words";
import type { TweetView } from "~/server/tweets/view";
import { useQueue } from "../queue/use-queue";
import { useStudio } from "../shell/studio-context";
import { Button } from "../ui/button";
import { confirmWords } from "./confirm-words";
import { focusTweet } from "./focus-tweet";
import { type AskedAct, isDanger } from "./tweet-acts";
import { useTweetActs } from "./use-tweet-acts";

/** Asks once, in the tweet's own row. The focus starts on the way back. */
export function TweetConfirm({ tweet, act }: { tweet: TweetView; act: AskedAct }) {
  const { confirm } = useStudio();
  const acts = useTweetActs();
  const noRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    noRef.current?.focus();
  }, []);
  const { view } = useQueue();
  const account = view?.accounts.find(({ id }) => id === tweet.account.id);
  const hold = account?.hold?.text ?? (account?.pausedAt ? holdWords("paused") : null);
  const { question, yes, no, busy } = confirmWords(tweet, act, hold);

  const proceedWith = {
    postNow: acts.postNow,
    cancel: acts.cancel,
    rollBack: acts.rollBack,
    delete: acts.remove,
  };
  const leave = () => {
    confirm(null);
    focusTweet(tweet.id);
  };
  const proceed = async () => {
    await proceedWith[act](tweet);
    leave();
  };

  return (
    <fieldset
      className="appear mt-3 flex flex-wrap items-center gap-2 [grid-area:confirm]"
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <legend className="float-left mb-2 w-full text-13 text-ink">{question}</legend>
      <Button
        look={isDanger(act) ? "danger" : "solid"}
        isBusy={acts.isBusy}
        busyLabel={busy}
        onClick={proceed}
      >
        {yes}
      </Button>
      <Button ref={noRef} look="line" onClick={leave}>
        {no}
      </Button>
    </fieldset>
  );
}
