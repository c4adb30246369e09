"use client";

import { useEffect } from "react";
import { focusTweet } from "../tweet/focus-tweet";
import { OnDemand, prefetch } from "../ui/on-demand";
import { onIdle } from "../ui/on-idle";
import { commands, composer, detail, help, history, menu, notices, when } from "./overlay-parts";
import { useStudio } from "./studio-context";

function prefetchAll(): void {
  const often = [prefetch(menu), prefetch(composer), prefetch(when), prefetch(commands), prefetch(help)];
  void Promise.all([...often, prefetch(detail), prefetch(history), prefetch(notices)]);
}

/** What is open over the page. Its code is not part of the first load; it is fetched when the browser is idle. */
export function Overlays() {
  const { overlay, close, confirm } = useStudio();
  useEffect(() => onIdle(prefetchAll), []);
  const onClose = () => {
    if (!overlay || !close(overlay)) return;
    // What was asked there is not asked on behind it.
    if (overlay.kind === "detail") confirm(null);
    if ("tweet" in overlay && overlay.kind !== "menu") focusTweet(overlay.tweet.id);
  };
  const key = overlay && `${overlay.kind} ${"tweet" in overlay ? overlay.tweet.id : ""}`;
  switch (overlay?.kind) {
    case undefined:
      return null;
    case "compose":
      return <OnDemand key={key} part={composer} props={{ like: overlay.like, onClose }} />;
    case "edit":
      return <OnDemand key={key} part={composer} props={{ tweet: overlay.tweet, onClose }} />;
    case "when":
      return <OnDemand key={key} part={when} props={{ ...overlay, onClose }} />;
    case "detail":
      return <OnDemand key={key} part={detail} props={{ tweet: overlay.tweet, onClose }} />;
    case "history":
      return <OnDemand key={key} part={history} props={{ tweet: overlay.tweet, onClose }} />;
    case "notices":
      return <OnDemand key={key} part={notices} props={{ onClose }} />;
    case "menu":
      return <OnDemand key={key} part={menu} props={{ ...overlay, onClose }} />;
    case "commands":
      return <OnDemand key={key} part={commands} props={{ tweetId: overlay.tweetId, onClose }} />;
    case "help":
      return <OnDemand key={key} part={help} props={{ onClose }} />;
  }
}
