"use client";

import { useEffect } from "react";
import { focusTweet } from "../tweet/focus-tweet";
import { OnDemand, prefetch } from "../ui/on-demand";
import { onIdle } from "../ui/on-idle";
import { commands, composer, help, menu, when } from "./overlay-parts";
import { useStudio } from "./studio-context";

function prefetchAll(): void {
  void Promise.all([prefetch(menu), prefetch(composer), prefetch(when), prefetch(commands), prefetch(help)]);
}

/** What is open over the page. Its code is not part of the first load; it is fetched when the browser is idle. */
export function Overlays() {
  const { overlay, close } = useStudio();
  useEffect(() => onIdle(prefetchAll), []);
  const onClose = () => {
    close();
    if (overlay?.kind === "edit" || overlay?.kind === "when") focusTweet(overlay.tweet.id);
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
    case "menu":
      return <OnDemand key={key} part={menu} props={{ ...overlay, onClose }} />;
    case "commands":
      return <OnDemand key={key} part={commands} props={{ tweetId: overlay.tweetId, onClose }} />;
    case "help":
      return <OnDemand key={key} part={help} props={{ onClose }} />;
  }
}
