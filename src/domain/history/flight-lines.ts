// A sentence for every kind of entry of the flight recorder. The compiler asks for one that is missing.
import type { FlightFact, FlightKind } from "../flight";
import { policy } from "../policy";
import type { Context } from "./context";
import { deliveryWords, hasSurelyNone, qstashTrouble } from "./delivery-lines";
import { heldWords } from "./hold-lines";
import type { FlightItem, FlightOf } from "./item";
import { spanWords } from "./moment";
import type { Sentence, Tone } from "./move-lines";
import { answeredWords, mediaWords, removalWords, signInWords, timelineWords } from "./x-lines";

type Lines = {
  [K in FlightKind]: (detail: Extract<FlightFact, { kind: K }>["detail"], context: Context) => string;
};

/** What is said of an entry. One that another version has written is told by its name. */
export function flightSentence({ kind, detail }: FlightItem, context: Context): Sentence {
  if (!Object.hasOwn(lines, kind)) return { text: `Roost noted: ${kind}.`, tone: "plain" };
  const line = lines[kind as FlightKind] as (detail: unknown, context: Context) => string;
  return { text: line(detail, context), tone: bad.has(kind) ? "bad" : ("plain" satisfies Tone) };
}

const bad = new Set<string>([
  "refused",
  "arm failed",
  "delivery refused",
  "dead letter",
  "held",
  "posted twice",
  "maybe twice",
] satisfies FlightKind[]);

const lines: Lines = {
  refused: ({ command, why }) => `${asked[command] ?? `The request "${command}"`} was refused: ${why}`,
  repeated: () => "The same request came again. It had no further effect.",
  "stop asked": () =>
    "You asked to stop it while it was going out. Roost stops before it sends anything more.",
  "arm asked": ({ notBefore }, { due }) => `Roost asked QStash for a message at ${due(notBefore)}.`,
  "arm failed": ({ why, againAt }, { moment }) =>
    `${qstashTrouble(why)}, so ${hasSurelyNone(why) ? "it has no message" : "Roost does not know whether it has the message"}. Roost asks again from ${moment(againAt)}; without one its own check posts it.`,
  "arm overtaken": () =>
    "QStash took a message, but the tweet had changed meanwhile: that message can do nothing.",
  "cancel asked": droppedWords,
  delivered: deliveryWords,
  "delivery refused": () =>
    "A delivery of its message came without QStash's signature, so nothing was done. Wrong signing keys look like this.",
  sending: ({ part }, context) => `Roost sent ${context.part(part)} to X.`,
  answered: answeredWords,
  "posted twice": ({ part, xId }, context) =>
    `X's answer to another try came: it has ${context.part(part)} a second time, as post ${xId}. Delete one of the two there.`,
  "maybe twice": ({ part }, context) =>
    `Another try at ${context.part(part)} had been sent by then, and Roost does not know what came of that: X may have it a second time. Look at the account there.`,
  "sign-in": signInWords,
  "timeline read": timelineWords,
  media: mediaWords,
  verdict: verdictWords,
  "dead letter": ({ status, action, words }) =>
    `QStash gave its message up${status === null ? "" : `, Roost having answered ${status}`}${words ? ` ("${saidIn(words)}")` : ""}; ${buried[action]}.`,
  held: ({ scope, reason, until, words }, { moment }) =>
    `${heldWords({ scope, reason, until: until === null ? null : new Date(until), said: words }, moment)}${words ? ` ("${words}")` : ""}`,
  "removal answered": removalWords,
  cut: ({ entries, until }) =>
    until === undefined
      ? `${entries} entries are left out here: so much happened that not all of it is kept.`
      : `${entries} entries were here: of a tweet that has been at rest for a year only its moves are kept.`,
};

/** Of what the breaker leaves on the schedule, what comes of that: see underBreaker in domain/reconcile.ts. */
function verdictWords({ action, verdict }: FlightOf<"verdict">["detail"]): string {
  if (action === "strike")
    return "QStash did not know its message. Roost looks a second time before it believes that.";
  if (verdict !== "REMOVED")
    return "Its message was gone from QStash without a trace, and so many seemed gone at once that Roost left it on the schedule. Still on the schedule when it is due, it is posted by Roost's own check.";
  const longest = spanWords(policy.schedule.defaultLatenessLimitS * 1000);
  return `Its message was removed from QStash, but so many seemed gone at once that Roost left it on the schedule until somebody has looked. As long as it is gone it does not go out; at the latest ${longest} after its time it goes off the schedule, and you are told.`;
}

/** Roost's own answers are JSON. */
function saidIn(body: string): string {
  return /^\{"message":"([^"\\]*)"/.exec(body)?.[1] ?? body;
}

const buried = {
  swept: "it is overdue, so Roost's own check sees to it",
  tooLate: "its time had passed, so no new message was asked for",
  rearmed: "Roost asks for another",
  nothing: "it served the tweet no more",
};

const asked: Record<string, string> = {
  schedule: "Scheduling it",
  reschedule: "Moving it to another time",
  unschedule: "Taking it off the schedule",
  edit: "Your edit",
  cancel: "Cancelling it",
  delete: "Deleting it",
  resolve: "Your word on whether it is up",
  restore: "Taking it back from the cancelled ones",
  resume: "Letting it go on",
  stop: "Stopping it",
  roll_back: "Taking down what is out",
  post_now: "Posting it now",
};

/** QStash may have had none of them any more: then nobody knows that it dropped them, only that they are gone. */
function droppedWords({ qstashIds, answer }: FlightOf<"cancel asked">["detail"]): string {
  const [which, are, can] =
    qstashIds.length > 1 ? ["old messages", "are", "they"] : ["old message", "is", "it"];
  if (answer === "dropped") return `The ${which} ${are} gone from QStash, as Roost had asked.`;
  const asked = `Roost asked QStash to drop the ${which}.`;
  return answer === undefined
    ? `${asked} No answer is known.`
    : `${asked} ${qstashTrouble(answer)}; ${can} can do nothing all the same.`;
}
