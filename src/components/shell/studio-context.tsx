"use client";

import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from "react";
import type { TweetView } from "~/server/tweets/view";
import type { AskedAct } from "../tweet/tweet-acts";

/** What stands over the page. At most one at a time. */
export type Overlay =
  /** `like`: a tweet whose parts it begins with. */
  | { kind: "compose"; like?: TweetView }
  | { kind: "edit"; tweet: TweetView }
  /** A new time: for a scheduled tweet, or for one that goes back on the schedule. */
  | { kind: "when"; tweet: TweetView; act: "reschedule" | "scheduleAgain"; reason?: string }
  /** All of a tweet: its parts, how far each is, and what may be done. */
  | { kind: "detail"; tweet: TweetView }
  | { kind: "history"; tweet: TweetView }
  | { kind: "notices" }
  | { kind: "menu"; tweet: TweetView; anchor: HTMLElement }
  /** `tweetId`: the row that had the focus when it opened. */
  | { kind: "commands"; tweetId: string | null }
  | { kind: "help" };

/** An act that waits for its yes, in the tweet's own row. */
export type Confirming = { tweetId: string; act: AskedAct };

type Studio = {
  overlay: Overlay | null;
  open: (overlay: Overlay) => void;
  /** Closes this one, if it is still what is open: what comes late closes nothing else. Says whether it was. */
  close: (asked: Overlay) => boolean;
  confirming: Confirming | null;
  confirm: (confirming: Confirming | null) => void;
};

const StudioContext = createContext<Studio | null>(null);

/** Holds what is open over the page, and which act waits for a yes. */
export function StudioProvider({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [confirming, confirm] = useState<Confirming | null>(null);
  const latest = useRef<Overlay | null>(null);
  const studio = useMemo<Studio>(() => {
    const show = (next: Overlay | null) => {
      latest.current = next;
      setOverlay(next);
    };
    const close = (asked: Overlay) => {
      const isOpen = latest.current === asked;
      if (isOpen) show(null);
      return isOpen;
    };
    return { overlay, open: show, close, confirming, confirm };
  }, [overlay, confirming]);
  return <StudioContext value={studio}>{children}</StudioContext>;
}

/** The studio's overlays and confirmations. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error("useStudio is used outside StudioProvider.");
  return studio;
}
