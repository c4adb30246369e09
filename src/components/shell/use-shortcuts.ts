import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { findTweet } from "../queue/apply-tweet";
import { type QueueRead, queueKey } from "../queue/queue-cache";
import { focusedTweetId, moveFocus, rowOf } from "../tweet/focus-tweet";
import { actsFor } from "../tweet/tweet-acts";
import { useStudio } from "./studio-context";
import { useComposeAct } from "./use-compose-act";

/** The keys of the studio. Letters do nothing while somebody types, or while something is open over the page. */
export function useShortcuts(): void {
  const { overlay, open } = useStudio();
  const queryClient = useQueryClient();
  const compose = useComposeAct();

  useEffect(() => {
    const focusedTweet = () => {
      const view = queryClient.getQueryData<QueueRead>(queueKey)?.view;
      const id = focusedTweetId();
      return view && id ? findTweet(view, id) : undefined;
    };
    const acts: Record<string, () => void> = {
      c: compose,
      j: () => moveFocus(1),
      k: () => moveFocus(-1),
      e: () => {
        const tweet = focusedTweet();
        if (tweet && actsFor(tweet).includes("edit")) open({ kind: "edit", tweet });
      },
      m: () => {
        const tweet = focusedTweet();
        const anchor = tweet && rowOf(tweet.id)?.querySelector<HTMLElement>('[aria-haspopup="menu"]');
        if (anchor && actsFor(tweet).length > 0) open({ kind: "menu", tweet, anchor });
      },
      h: () => {
        const tweet = focusedTweet();
        if (tweet) open({ kind: "history", tweet });
      },
      o: () => {
        const tweet = focusedTweet();
        if (tweet) open({ kind: "detail", tweet });
      },
      n: () => open({ kind: "notices" }),
      "?": () => open({ kind: "help" }),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || overlay) return;
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return open({ kind: "commands", tweetId: focusedTweetId() });
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [overlay, open, compose, queryClient]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
