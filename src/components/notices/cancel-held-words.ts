import type { CancelHeldAnswer } from "~/server/accounts/cancel-held";

/** What waits on an account, and how many of it are threads of which part is out. */
export type Waiting = { waiting: number; started: number };

/** What cancelling all that waits would do: part of a thread that is on X stays there. */
export function cancelHeldQuestion({ waiting, started }: Waiting): string {
  const whole = waiting - started;
  const kept =
    whole === 1
      ? "It is not posted, and its text is kept under Cancelled."
      : "They are not posted, and their texts are kept under Cancelled.";
  if (started === 0) return kept;
  const stays = "what is on X stays there, the rest does not go out";
  if (whole === 0) {
    return started === 1
      ? `Part of this thread is out: ${stays}.`
      : `Part of each of these threads is out: ${stays}.`;
  }
  const threads = started === 1 ? "1 of them is a thread" : `${started} of them are threads`;
  const others =
    whole === 1
      ? "The other one is not posted, and its text is"
      : "The others are not posted, and their texts are";
  return `${threads} of which part is out: ${stays}. ${others} kept under Cancelled.`;
}

/** What came of it, counted as it was done, and what an undo would not bring back. */
export function cancelHeldDone(answer: CancelHeldAnswer): { title: string; lines: string[] } {
  const { cancelled, stopped, undoable, left } = answer;
  const done = [
    ...(cancelled > 0 || stopped === 0 ? [`${counted(cancelled, "tweet")} cancelled`] : []),
    ...(stopped > 0 ? [`${counted(stopped, "thread")} stopped half way`] : []),
    ...(left > 0 ? [`${left} still ${left === 1 ? "waits" : "wait"}`] : []),
  ];
  const lines =
    undoable.length > 0 && undoable.length < cancelled + stopped
      ? [`Undo brings back the ${undoable.length} whose time is still ahead.`]
      : [];
  return { title: done.join("; "), lines };
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} is` : `${count} ${what}s are`;
}
