// Why a command is not open to a tweet now, and what is: one sentence each, for its owner.
import type { Command, Commandable } from "./tweet";

/** The words for a command that `allows` refuses. */
export function refusalWords(tweet: Commandable, command: Command): string {
  const { status, isStarted, rollBack } = tweet;
  if (rollBack === "done") {
    return "What was out of it has been deleted on X. To try again, write it as a new tweet.";
  }
  if (rollBack === "asked" && command === "delete") {
    return "What is out of it is still being deleted on X. Delete it here once that is done, or once X has refused.";
  }
  if (rollBack === "stuck") {
    return "X has not deleted all that is out of it. To try again, write it as a new tweet.";
  }
  if (rollBack === "asked") {
    return "What is out of it is being deleted on X. To try again, write it as a new tweet.";
  }
  if (status === "PUBLISHING") return publishingWords(command);
  if (status === "PUBLISHED") {
    return `It has been posted, so its ${command === "edit" ? "words" : "schedule"} can no longer change.`;
  }
  if (status === "UNCONFIRMED") return "It may be up on X. Say first whether it is.";
  if (isStarted) return startedWords[command] ?? "Part of it is out on X, so that stays as it is.";
  if (command === "resume" || command === "stop" || command === "rollBack") {
    return "Nothing of it is out on X. Schedule it, or cancel it.";
  }
  return `A tweet in this state cannot be changed that way (${command}). Reload the page to see it.`;
}

function publishingWords(command: Command): string {
  if (command === "delete") return "It is going out right now, so it cannot be deleted yet.";
  return command === "cancel"
    ? "It is going out right now, so it may be up in a moment. If X puts it off, it is not sent again."
    : "It is going out right now. Wait until X has answered.";
}

const startedWords: Partial<Record<Command, string>> = {
  schedule: "Part of it is out on X, so it cannot be scheduled anew. Resume it, or delete on X what is out.",
  reschedule: "Part of it is out on X, so its time stays as it is. Stop it, or let it go on.",
  unschedule: "Part of it is out on X, so it cannot become a draft again. Stop it instead.",
  restore:
    "Part of it is out on X, so it cannot become a draft again. Resume it, or delete on X what is out.",
  resume: "It goes on by itself already.",
  stop: "It is not going out, so there is nothing to stop.",
  cancel: "It is cancelled already. Resume it, or delete on X what is out.",
};
