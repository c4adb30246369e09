// What people are told of a thread that failed when part of it was already out: its time cannot be chosen anew, so it
// goes on, stays as it is, or what is out is deleted.
import { type FailureWords, failureWords } from "./failure-words";

export type HalfOut = { outCount: number; partCount: number; canResume: boolean };

/** The words of a failure of a started thread. */
export function threadFailureWords(kind: string, thread: HalfOut): FailureWords {
  return {
    happened: `${halfOutBecause(kind)} ${howFarWords(thread)}`,
    next: thread.canResume
      ? `${repairs[kind] ?? "Resume"} it, leave it as it is, or delete on X what is out.`
      : leaveOrDelete,
  };
}

/** How far it came: "2 of 3 parts are out." */
export function howFarWords({ outCount, partCount }: Pick<HalfOut, "outCount" | "partCount">): string {
  return `${outCount} of ${partCount} parts ${outCount === 1 ? "is" : "are"} out.`;
}

/** What its owner may do, where it is not known how long ago it began: past its day it no longer goes on. */
export function halfOutNext(kind: string): string {
  return kind === "missed" ? leaveOrDelete : "Let it go on, leave it as it is, or delete on X what is out.";
}

const leaveOrDelete = "Leave it as it is, or delete on X what is out.";

/** Why a thread stopped half way, as a sentence. */
export function halfOutBecause(kind: string): string {
  return happenedTo[kind] ?? failureWords(kind).happened;
}

const happenedTo: Partial<Record<string, string>> = {
  missed: "It could not go on within a day of its first part.",
  stopped: "You stopped it half way.",
  notPosted: "You said that its next part did not reach X.",
};

/** Sent again as it is, X would refuse it again. */
const repairs: Partial<Record<string, string>> = {
  duplicate: "Change the next part and resume",
  refused: "Read X's words, change the next part and resume",
  media: "Read X's words, replace the file and resume",
};
