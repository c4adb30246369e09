import type { NoticeAct } from "~/domain/notices";
import type { NoticeView } from "~/server/notices/view";
import { ConnectAccount } from "../auth/connect-account";
import type { TweetAct } from "../tweet/tweet-acts";
import { Button } from "../ui/button";
import { useOpenTweet } from "./use-open-tweet";

/** The acts of a notice that are acts of its tweet; what has changed since is found by opening it. */
const tweetActs: Partial<Record<NoticeAct, { label: string; act: TweetAct }>> = {
  openTweet: { label: "Open it", act: "detail" },
  sayWhetherUp: { label: "Say whether it is up", act: "detail" },
  scheduleAgain: { label: "Schedule again", act: "scheduleAgain" },
  reschedule: { label: "Reschedule", act: "reschedule" },
};

/** What may be done about a notice. Whoever does it has read it. */
export function NoticeActs({ notice, onRead }: { notice: NoticeView; onRead: () => void }) {
  const openTweet = useOpenTweet();
  const { acts, tweetId, account } = notice;
  return acts.map((act) => {
    if (act === "reconnect" && account) {
      return <ConnectAccount key={act} label={`Connect @${account.handle} again`} />;
    }
    // Both would open it.
    if (act === "openTweet" && acts.includes("sayWhetherUp")) return null;
    const ofTweet = tweetActs[act];
    if (!ofTweet || !tweetId) return null;
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
