// What X answered: to a post, a sign-in, a look at the timeline, a file, a deletion.
import type { FlightFact } from "../flight";
import { bareAnswer } from "../outcome";
import { atStart, type Context } from "./context";

type DetailOf<K extends FlightFact["kind"]> = Extract<FlightFact, { kind: K }>["detail"];

export function answeredWords(
  { answer, part, status, words }: DetailOf<"answered">,
  context: Context,
): string {
  const which = context.part(part);
  switch (answer) {
    case "response":
      return status !== null && words === bareAnswer(status)
        ? words
        : `X answered ${status ?? "something"}${quoted(words)}.`;
    case "noConnection":
      return `X could not be reached, so ${which} was surely not posted${quoted(words)}.`;
    case "noAnswer":
      return `No clear answer came from X about ${which}${quoted(words)}.`;
  }
}

export function signInWords({ result, words }: DetailOf<"sign-in">): string {
  switch (result) {
    case "renewed":
      return "X called the account's sign-in expired, and Roost renewed it.";
    case "reconnect":
      return `X no longer accepts the account's sign-in${quoted(words)}. It has to be connected again.`;
    case "badApp":
      return `X does not accept the app's own credentials${quoted(words)}.`;
    case "later":
      return `The account's sign-in could not be renewed just then${quoted(words)}.`;
  }
}

export function timelineWords(
  { part, result, decision, againAt, words }: DetailOf<"timeline read">,
  context: Context,
): string {
  const which = context.part(part);
  const looked = {
    found: `Roost looked at the account's posts on X and found ${which}`,
    absent: `Roost looked at the account's posts on X and did not find ${which}`,
    alike: `Roost looked at the account's posts on X and saw one that may be ${which}, or another`,
    failed: `Roost could not read the account's posts on X${quoted(words ?? "")}`,
  }[result];
  const then = {
    adopt: "it is up",
    "look again": againAt ? `it looks again at ${context.moment(againAt)}` : "it looks again later",
    resend: `${which} is surely not up, so it may be sent once more`,
    unconfirmed: "nobody can tell whether it is up, so you are asked",
    nothing: "nothing follows from that",
  }[decision];
  return `${looked}; ${then}.`;
}

export function mediaWords(
  { part, file, step, percent, words }: DetailOf<"media">,
  context: Context,
): string {
  const which = context.part(part) === "it" ? `File ${file}` : `File ${file} of ${context.part(part)}`;
  switch (step) {
    case "uploading":
      return `${which} is being uploaded to X.`;
    case "uploaded":
      return `${which} is uploaded; X has to make it ready before it can be posted.`;
    case "processing":
      return `X is still processing ${lower(which)}${percent === undefined ? "" : ` (${percent} %)`}.`;
    case "ready":
      return `X has ${lower(which)} ready.`;
    case "reused":
      return `X still has ${lower(which)} from before, so it is not uploaded again.`;
    case "put off":
      return `${which} could not be uploaded just then${quoted(words ?? "")}.`;
    case "failed":
      return `${which} could not be made ready at X${quoted(words ?? "")}.`;
  }
}

export function removalWords(
  { part, gone, status, againAt, words }: DetailOf<"removal answered">,
  context: Context,
): string {
  const which = atStart(context.part(part));
  if (gone) return `X answered that ${context.part(part)} is gone.`;
  const again = againAt ? ` Roost asks again at ${context.moment(againAt)}.` : "";
  return `${which} could not be taken down${status === null ? "" : ` (X answered ${status})`}${quoted(words)}.${again}`;
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function quoted(words: string): string {
  return words ? ` ("${words}")` : "";
}
