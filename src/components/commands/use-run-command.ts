import { useRouter } from "next/navigation";
import { useQueue } from "../queue/use-queue";
import { useScheduleAll } from "../queue/use-schedule-all";
import { useStudio } from "../shell/studio-context";
import { useComposeAct } from "../shell/use-compose-act";
import { useSync } from "../sync/use-sync";
import { focusTweet } from "../tweet/focus-tweet";
import { isAsked } from "../tweet/tweet-acts";
import { useTweetActs } from "../tweet/use-tweet-acts";
import type { Command } from "./command-list";

/** Runs an act of the command menu. One that is asked about first is asked about in its tweet's row. */
export function useRunCommand() {
  const studio = useStudio();
  const compose = useComposeAct();
  const acts = useTweetActs();
  const router = useRouter();
  const { view } = useQueue();
  const { sync } = useSync();
  const { scheduleAll } = useScheduleAll();

  return (command: Command) => {
    switch (command.kind) {
      case "compose":
        return compose();
      case "help":
      case "notices":
        return studio.open({ kind: command.kind });
      case "go":
        return router.push(command.href);
      case "sync":
        return void sync();
      case "scheduleAll":
        return void (view && scheduleAll(view.unscheduled));
      case "tweet":
        if (isAsked(command.tweet, command.act)) focusTweet(command.tweet.id);
        return acts.run(command.tweet, command.act);
    }
  };
}
