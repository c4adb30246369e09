"use client";

import { lazy, Suspense, useEffect } from "react";
import { onIdle } from "../ui/on-idle";
import { useStudio } from "./studio-context";

const load = {
  composer: () => import("../composer/composer-dialog"),
  when: () => import("../composer/when-dialog"),
  menu: () => import("../tweet/tweet-menu"),
  commands: () => import("../commands/command-menu"),
  help: () => import("../commands/help-dialog"),
};

const ComposerDialog = lazy(() => load.composer().then((m) => ({ default: m.ComposerDialog })));
const WhenDialog = lazy(() => load.when().then((m) => ({ default: m.WhenDialog })));
const TweetMenu = lazy(() => load.menu().then((m) => ({ default: m.TweetMenu })));
const CommandMenu = lazy(() => load.commands().then((m) => ({ default: m.CommandMenu })));
const HelpDialog = lazy(() => load.help().then((m) => ({ default: m.HelpDialog })));

/** What is open over the page. Its code is not part of the first load; it is fetched when the browser is idle. */
export function Overlays() {
  const { overlay, close } = useStudio();
  useEffect(
    () => onIdle(() => Object.values(load).forEach((each) => void each().catch(() => undefined))),
    [],
  );
  if (!overlay) return null;
  return (
    <Suspense fallback={null}>
      {overlay.kind === "compose" && <ComposerDialog onClose={close} />}
      {overlay.kind === "edit" && (
        <ComposerDialog key={overlay.tweet.id} tweet={overlay.tweet} onClose={close} />
      )}
      {overlay.kind === "when" && <WhenDialog key={overlay.tweet.id} {...overlay} onClose={close} />}
      {overlay.kind === "menu" && <TweetMenu key={overlay.tweet.id} {...overlay} onClose={close} />}
      {overlay.kind === "commands" && <CommandMenu tweetId={overlay.tweetId} onClose={close} />}
      {overlay.kind === "help" && <HelpDialog onClose={close} />}
    </Suspense>
  );
}
