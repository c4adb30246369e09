import type { NoticeAct } from "~/domain/notices";
import type { NoticeView } from "~/server/notices/view";
import { ConnectAccount } from "../auth/connect-account";
import { RetryTogetherButton } from "../queue/retry-together-button";
import { useQueue } from "../queue/use-queue";
import { isMissed, type TweetAct } from "../tweet/tweet-acts";
import { Button } from "../ui/button";
import { CancelHeldButton } from "./cancel-held-button";
import { useBanner } from "./use-banner";
import { useOpenTweet } from "./use-open-tweet";

/** The acts of a notice that are acts of its tweet; what has changed since is found by opening it. */
const tweetActs: Partial<Record<NoticeAct, { label: string; act: TweetAct }>> = {
  openTweet: { label: "Open it", act: "detail" },
  sayWhetherUp: { label: "Say whether it is up", act: "detail" },
  scheduleAgain: { label: "Schedule again", act: "scheduleAgain" },
  reschedule: { label: "Reschedule", act: "reschedule" },
  postNow: { label: "Post now", act: "postNow" },
};

/** What may be done about a notice. Whoever does it has read it. */
export function NoticeActs({ notice, onRead }: { notice: NoticeView; onRead: () => void }) {
  const openTweet = useOpenTweet();
  const { acts, tweetId } = notice;
  // Both would open it.
  const shown = acts.filter((act) => act !== "openTweet" || !acts.includes("sayWhetherUp"));
  return shown.map((act) => {
    const ofTweet = tweetActs[act];
    if (!ofTweet) return <OtherAct key={act} act={act} notice={notice} />;
    if (!tweetId) return null;
    return (
      <Button
        key={act}
        isBusy={openTweet.isBusy}
        onClick={() => {
          onRead();
          void openTweet.run(tweetId, ofTweet.act);
        }}
      >
        {ofTweet.label}
      </Button>
    );
  });
}

/** An act of more than one tweet. Nothing where nothing is left to do by it. */
function OtherAct({ act, notice: { account } }: { act: NoticeAct; notice: NoticeView }) {
  const { view } = useQueue();
  const { items } = useBanner();
  const missed = view?.failed.filter((tweet) => isMissed(tweet) && !tweet.started) ?? [];
  const held = items.find((item) => item.account?.id === account?.id && item.acts.includes(act));
  if (act === "reconnect" && account)
    return <ConnectAccount label={`Connect @${account.handle} again`} accountId={account.id} />;
  if (act === "retryTogether" && missed.length > 1) return <RetryTogetherButton tweets={missed} />;
  if (act === "cancelHeld" && account && held && held.waiting > 0)
    return <CancelHeldButton account={account} waiting={held.waiting} started={held.started} />;
  return null;
}
