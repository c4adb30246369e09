import { useQueryClient } from "@tanstack/react-query";
import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import type { TweetView } from "~/server/tweets/view";
import { findTweet } from "../queue/apply-tweet";
import { type QueueRead, queueKey } from "../queue/queue-cache";
import { tweetExcerpt } from "./excerpt";
import { actLabel, actsFor, isDanger, type TweetAct } from "./tweet-acts";
import { useTweetActs } from "./use-tweet-acts";

type TweetMenuProps = { tweet: TweetView; anchor: HTMLElement; onClose: () => void };

const edgeGapPx = 12;

/** The one menu of the page, standing at the button that asked for it. */
export function TweetMenu({ tweet, anchor, onClose }: TweetMenuProps) {
  const acts = useTweetActs();
  const queryClient = useQueryClient();
  const hasChosen = useRef(false);
  const { left, top, width, height } = anchor.getBoundingClientRect();

  const choose = (act: TweetAct) => {
    const view = queryClient.getQueryData<QueueRead>(queueKey)?.view;
    hasChosen.current = true;
    onClose();
    acts.run((view && findTweet(view, tweet.id)) ?? tweet, act);
  };

  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden
          className="pointer-events-none absolute"
          style={{ left: left + scrollX, top: top + scrollY, width, height }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById("main")}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={edgeGapPx}
          aria-label={`Acts for “${tweetExcerpt(tweet)}”`}
          aria-labelledby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!hasChosen.current) anchor.focus();
          }}
          className="appear z-50 min-w-48 rounded-lg border border-line bg-paper-raised p-1 shadow-lg"
        >
          {actsFor(tweet).map((act, index, all) => (
            <div key={act} role="none">
              {isDanger(act) && index > 0 && !isDanger(all[index - 1] ?? act) && (
                <DropdownMenu.Separator className="my-1 h-px bg-line" />
              )}
              <DropdownMenu.Item
                onSelect={(event) => {
                  event.preventDefault();
                  choose(act);
                }}
                className="flex h-8 cursor-pointer items-center rounded-md px-3 text-14 outline-none select-none data-highlighted:bg-paper-sunk touch:h-11"
              >
                <span className={isDanger(act) ? "text-bad" : "text-ink"}>{actLabel(tweet, act)}</span>
              </DropdownMenu.Item>
            </div>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
