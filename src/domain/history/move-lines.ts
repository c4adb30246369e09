// A sentence for every kind of move. The compiler asks for one that is missing.
import { failureWords, missedWords } from "../failure-words";
import { scopeOf } from "../held-delivery";
import { closedWords, holdWords } from "../hold-words";
import type { MoveKind } from "../move-kinds";
import { type Doubt, doubtWords } from "../settle";
import { halfOutBecause } from "../thread-words";
import { atStart, type Context } from "./context";
import { holdEndedWords } from "./hold-lines";
import { type MoveItem, numberIn, wordsIn } from "./item";
import { planIn } from "./planned";

export type Tone = "good" | "bad" | "plain";
export type Sentence = { text: string; tone: Tone };

type Line = (move: MoveItem, context: Context) => string;

/** What is said of a move. One that another version has made is told by its name. */
export function moveSentence(move: MoveItem, context: Context): Sentence {
  const { kind, to, from } = move;
  const text = Object.hasOwn(lines, kind)
    ? `${lines[kind as MoveKind](move, context)}${endWords(move)}`
    : `Roost noted: ${kind}. The tweet is ${to}.`;
  return { text, tone: toneOf(kind, from === to ? null : to) };
}

function toneOf(kind: string, entered: string | null): Tone {
  if (entered === "FAILED") return "bad";
  if (kind === "posted" || kind === "part posted" || entered === "PUBLISHED") return "good";
  const isBad = entered === "UNCONFIRMED";
  return isBad || kind === "orphaned" || kind === "roll-back stuck" ? "bad" : "plain";
}

const lines: Record<MoveKind, Line> = {
  scheduled: ({ from, scheduledForMs }, { due }) =>
    `You scheduled it${from ? " again" : ""} for ${due(scheduledForMs)}.`,
  edited: ({ scheduledForMs, to }, { due }) =>
    to === "SCHEDULED" ? `You edited it; it is to go out at ${due(scheduledForMs)}.` : "You edited it.",
  rescheduled: ({ scheduledForMs }, { due }) => `You moved it to ${due(scheduledForMs)}.`,
  "post now asked": ({ detail }, { due }) => {
    const planned = wordsIn(detail, "plannedFor");
    return `You asked to post it now${planned ? ` (it was planned for ${due(planned)})` : ""}.`;
  },
  unscheduled: () => "You took it off the schedule.",
  cancelled: (move, { isHalfOut }) => (isHalfOut(move) ? "You cancelled the rest." : "You cancelled it."),
  restored: () => "You took it back from the cancelled ones, as a draft.",
  deleted: () => "You deleted it.",
  armed: ({ detail }) =>
    detail.isDeduplicated === true
      ? "QStash had its message already, so there is still only one."
      : "QStash took the message that is to wake Roost at its time.",
  disarmed: ({ detail }) =>
    `${released[wordsIn(detail, "because") ?? ""] ?? "Its message could not serve it any more"}, so Roost let go of it.`,
  orphaned: ({ detail }) =>
    wordsIn(detail, "reason") === "REMOVED"
      ? "Its message had been removed from QStash, and not by Roost. It is off the schedule; its text and time are kept."
      : "Its message was gone from QStash without a trace. It is off the schedule; its text and time are kept.",
  claimed: ({ actor }) =>
    actor === "qstash"
      ? "Woken by QStash, Roost took it to post it."
      : "Roost's own check, which runs every minute, took it to post it.",
  "part posted": ({ detail }, { part }) => `X took ${part(numberIn(detail, "part"))}: that part is up.`,
  posted: ({ detail }, { part }) => {
    const which = part(numberIn(detail, "part"));
    return which === "it" ? "X took it: it is posted." : `X took ${which}: the whole thread is posted.`;
  },
  "put off": ({ detail }) => {
    const hold = wordsIn(detail, "hold");
    const words = wordsIn(detail, "detail");
    const why = quoted(words);
    if (!hold) return `It could not go out now${why}. It is tried again.`;
    // Whether the sign-in is refused or X was only silent, the hold's own line beside it tells.
    const next =
      hold === "reconnect" && !closedWords(words)
        ? "It waits until Roost is signed in for its account again."
        : holdWords(hold, scopeOf(detail.scope), null, words);
    return `It could not go out now${why}. ${next}`;
  },
  failed: failedWords,
  unconfirmed: ({ detail }, { part }) =>
    `${atStart(part(numberIn(detail, "part")))} may be up on X or not${doubtIn(detail)} Roost does not post it again blindly.`,
  "outcome unknown": ({ detail }, { part }) =>
    `X gave no clear answer, so ${part(numberIn(detail, "part"))} may be up or not${quoted(wordsIn(detail, "detail"))}. Roost looks for it on X before anything else.`,
  "found on X": ({ detail }, { part }) =>
    `Roost found ${part(numberIn(detail, "part"))} among the account's posts on X: it is up.`,
  "not on X": ({ detail }, { part }) =>
    `Several looks did not find ${part(numberIn(detail, "part"))}, so it may be sent once more.`,
  "lease ran out": ({ detail }, { part }) =>
    `Roost had stopped before it sent ${part(numberIn(detail, "part"))}, so it is taken up again.`,
  "posted, learned late": ({ detail }, { part, due }) => {
    const plannedMs = planIn(detail);
    const planned =
      plannedMs === null ? "" : ` The time that it was planned for, ${due(plannedMs)}, ${isOver}`;
    return `X's answer to an earlier try came after all: ${part(numberIn(detail, "part"))} is up.${replaced(detail)}${planned}`;
  },
  stopped: () => "You stopped it.",
  resumed: (move) =>
    wordsIn(move.detail, "hold") ? holdEndedWords(move) : "You let it go on where it had stopped.",
  "roll-back asked": () => "You asked to take down what is out.",
  "part removed": ({ detail }, { part }) =>
    `${atStart(part(numberIn(detail, "part")))} was taken down from X.`,
  "rolled back": () => "All that was out has been taken down from X.",
  "roll-back stuck": ({ detail }) =>
    `X does not let Roost take down the rest${quoted(wordsIn(detail, "words"))}. Delete it there by hand.`,
  "said to be up": ({ detail }, { part }) => `You said that ${part(numberIn(detail, "part"))} is up on X.`,
  "said not to be up": ({ detail }, { part }) =>
    `You said that ${part(numberIn(detail, "part"))} is not up on X.`,
};

/** Why nobody can tell. X's own words stand in the line of its answer; older moves hold both in one. */
function doubtIn(detail: MoveItem["detail"]): string {
  const because = wordsIn(detail, "because") ?? "";
  if (Object.hasOwn(doubtWords, because)) return `. ${doubtWords[because as Doubt]}`;
  return `${quoted(wordsIn(detail, "detail"))}.`;
}

const released: Record<string, string> = {
  MISSING: "Its message was gone from QStash without a trace",
  REMOVED: "Its message had been removed from QStash, and not by Roost",
  ASTRAY: "Its message would have gone to another address",
  OURS: "Its message had been cancelled by Roost itself",
  DELIVERED: "Its message had been delivered before its time",
  DEAD: "QStash had given its message up",
};

const isOver = "is over: a thread that has begun waits no longer.";

/** Where a part is up and its tweet fails all the same. */
function endWords({ kind, from, to }: MoveItem): string {
  if (to !== "FAILED" || from === to || !bringingUp.has(kind)) return "";
  const isStopped = kind !== "posted, learned late" || from === "PUBLISHING" || from === "UNCONFIRMED";
  return ` ${isStopped ? stoppedThere : failureWords("partlyOut").happened}`;
}

const stoppedThere = "It stopped there, as you had asked: the rest is not posted.";
const bringingUp = new Set<string>([
  "part posted",
  "found on X",
  "said to be up",
  "posted, learned late",
] satisfies MoveKind[]);

function failedWords(move: MoveItem, { part, isHalfOut }: Context): string {
  const { detail } = move;
  const failure = wordsIn(detail, "failure") ?? wordsIn(detail, "failureKind") ?? "";
  const position = numberIn(detail, "part");
  const isRest = isHalfOut(move);
  const which = isRest && position === null ? "the rest" : part(position);
  const limitS = numberIn(detail, "limitS");
  const because = isRest ? halfOutBecause(failure) : failureWords(failure, { limitS }).happened;
  const cause = failure === "missed" ? causeIn(detail) : "";
  const said = wordsIn(detail, "detail");
  return `${atStart(which)} was not posted. ${because}${cause}${said ? ` ("${said}")` : ""}`;
}

/** What kept it, where more is known than that nothing came. */
function causeIn(detail: MoveItem["detail"]): string {
  const [hold, cause] = [wordsIn(detail, "hold"), wordsIn(detail, "cause")];
  if (hold) return ` ${missedWords({ kind: "hold", reason: hold, scope: scopeOf(detail.scope) })}`;
  return cause === "withheld" ? ` ${missedWords({ kind: cause })}` : "";
}

/** Whoever wrote them may want to write them again. */
function replaced(detail: MoveItem["detail"]): string {
  const words = wordsIn(detail, "replaced");
  return words ? ` It stands in place of other words, which were: "${words}".` : "";
}

function quoted(words: string | null): string {
  return words ? ` ("${words}")` : "";
}
