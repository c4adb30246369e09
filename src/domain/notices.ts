// What people are told without asking: a closed list of kinds, each with how grave it is, one sentence, one thing to
// do, and the acts that are offered beside it.
import { failureWords, missedWords } from "./failure-words";
import { scopeOf } from "./held-delivery";
import { closedWords } from "./hold-words";
import { halfOutBecause, halfOutNext } from "./thread-words";

export type Notice =
  /** `failure` as domain/outcome.ts names it; `hold`: what it was held by until its limit had passed. */
  | { kind: "failed"; detail: { failure: string; hold?: string } }
  /** `cause` as domain/failure-words.ts has it; `scope`: whose hold it was. */
  | { kind: "missed"; detail: { hold?: string; scope?: string; cause?: string } }
  | { kind: "stopped"; detail: Record<string, never> }
  /** A thread failed when part of it was out. */
  | { kind: "halfOut"; detail: { failure: string } }
  | { kind: "unconfirmed"; detail: Record<string, never> }
  | { kind: "orphaned"; detail: { reason: string } }
  /** X had it, though it had been given up. `words`: whether new ones were to go out in place of those that are up. */
  | { kind: "upAfterAll"; detail: { from: string; words?: "new" | "same" } }
  /** X created it twice; `xId`: of the post that is one too many; `attemptId`: by which try. */
  | { kind: "upTwice"; detail: { xId: string; attemptId?: string } }
  /** X had it, and another try at it, `attemptId`, had been sent meanwhile. `words`: whether that one was of new words. */
  | { kind: "maybeTwice"; detail: { words: "new" | "same"; attemptId: string } }
  | { kind: "rollbackStuck"; detail: { words: string } }
  /** `since`: the beginning of the hold, ISO 8601. `said`: what X's answer was. */
  | { kind: "reconnect"; detail: { since: string; said?: string } }
  | { kind: "badApp"; detail: { since: string } }
  | { kind: "noCredits"; detail: { since: string } }
  /** The limit ends only after the tweet's own lateness limit has passed. */
  | { kind: "rateLimit"; detail: { since: string; until: string } };

export type NoticeKind = Notice["kind"];

const kinds: Record<NoticeKind, true> = {
  failed: true,
  missed: true,
  stopped: true,
  halfOut: true,
  unconfirmed: true,
  orphaned: true,
  upAfterAll: true,
  upTwice: true,
  maybeTwice: true,
  rollbackStuck: true,
  reconnect: true,
  badApp: true,
  noCredits: true,
  rateLimit: true,
};

export const noticeKinds = Object.keys(kinds) as NoticeKind[];

/** Whether this version knows the kind of a stored notice. */
export function isNoticeKind(kind: string): kind is NoticeKind {
  return Object.hasOwn(kinds, kind);
}

export type Severity = "problem" | "warning" | "info";

/** What a page may offer beside a notice; each is an act that stands elsewhere in the studio. */
export type NoticeAct =
  | "openTweet"
  | "scheduleAgain"
  | "postNow"
  | "retryTogether"
  | "sayWhetherUp"
  | "reconnect"
  | "cancelHeld"
  | "unpause"
  | "reschedule";

export type NoticeWords = { severity: Severity; title: string; next: string; acts: NoticeAct[] };

/** What a person is told. @param handle of the account that it is about; null where it is about the whole app. */
export function noticeWords(notice: Notice, handle: string | null): NoticeWords {
  const account = handle ? `@${handle}` : "an account";
  switch (notice.kind) {
    case "failed": {
      const { happened, next } = failureWords(notice.detail.failure);
      const title = `A tweet of ${account} was not posted. ${happened}`;
      return { severity: "problem", title, next, acts: ["openTweet", "scheduleAgain"] };
    }
    case "missed":
      return {
        severity: "problem",
        title: `A tweet of ${account} was not posted in time. ${causeOf(notice.detail)}`,
        next: "Post it now, choose a new time, or leave it; several can be sent together.",
        acts: ["postNow", "retryTogether", "openTweet"],
      };
    case "stopped":
      return {
        severity: "info",
        title: `A tweet of ${account} was stopped before it went out, as you asked.`,
        next: "Schedule it again, or leave it.",
        acts: ["openTweet"],
      };
    case "halfOut": {
      const { failure } = notice.detail;
      return {
        severity: failure === "stopped" ? "info" : "problem",
        title: `A thread of ${account} is half out. ${halfOutBecause(failure)}`,
        next: halfOutNext(failure),
        acts: ["openTweet"],
      };
    }
    case "unconfirmed":
      return {
        severity: "problem",
        title: `Roost has no clear answer from X, so a tweet of ${account} may be up or not.`,
        next: "Look at the account on X, then say whether it is up.",
        acts: ["sayWhetherUp", "openTweet"],
      };
    case "orphaned":
      return {
        severity: "problem",
        title: `A tweet of ${account} is off the schedule: ${orphanWords(notice.detail.reason)}`,
        next: "Schedule it again; its text and time are kept.",
        acts: ["scheduleAgain", "openTweet"],
      };
    case "upAfterAll":
      return hasNewWords(notice.detail)
        ? {
            severity: "warning",
            title: `X had the old words of a tweet of ${account} after all: they are up in place of the new ones.`,
            next: "Its history keeps the new words: write them anew if they are still to go out.",
            acts: ["openTweet"],
          }
        : {
            severity: "warning",
            title: `X had a tweet of ${account} after all: it is up, though Roost had given it up.`,
            next: "Look at it on X; delete it there if it should not be up.",
            acts: ["openTweet"],
          };
    case "upTwice":
      return {
        severity: "problem",
        title: `X has a tweet of ${account} twice: its answer to an earlier try came too late.`,
        next: "Look at the account on X, and delete one of the two there.",
        acts: ["openTweet"],
      };
    case "maybeTwice":
      return {
        severity: "problem",
        title:
          notice.detail.words === "new"
            ? `X had the old words of a tweet of ${account} after all, and the new ones may be up too.`
            : `X had a tweet of ${account} after all, and may have it twice: it had been sent again.`,
        next: "Look at the account on X, and delete there what should not stand.",
        acts: ["openTweet"],
      };
    case "rollbackStuck":
      return {
        severity: "problem",
        title: `X does not let Roost delete the posts of a thread of ${account}.`,
        next: "Roll it back again, or delete them on X by hand; Roost no longer tries by itself.",
        acts: ["openTweet"],
      };
    case "reconnect":
      return {
        ...reconnectWords(account, notice.detail.said ?? null),
        severity: "problem",
        acts: ["reconnect", "cancelHeld"],
      };
    case "badApp":
      return {
        severity: "problem",
        title: "X does not accept the app's own credentials, so nothing goes out.",
        next: "Whoever runs Roost must mend them; tweets wait inside their lateness limit.",
        acts: [],
      };
    case "noCredits":
      return {
        severity: "problem",
        title: "The app has no credits at X, so tweets wait.",
        next: "Whoever runs Roost must add credits at X; the tweets then go out by themselves.",
        acts: [],
      };
    case "rateLimit":
      return {
        severity: "warning",
        title: `X's limit for ${account} ends only after a tweet's time has passed for too long.`,
        next: "Allow the tweet to be later, or choose a new time.",
        acts: ["reschedule", "openTweet"],
      };
  }
}

/** An account that X itself has closed is not mended by a new sign-in alone. */
function reconnectWords(account: string, said: string | null): Pick<NoticeWords, "title" | "next"> {
  const closed = closedWords(said);
  return closed
    ? { title: `The tweets of ${account} wait. ${closed}`, next: `X said: “${said}”` }
    : {
        title: `X no longer accepts Roost's sign-in for ${account}, so its tweets wait.`,
        next: "Connect the account again and they go out; or cancel them all.",
      };
}

/** Older ones tell only where the tweet was. */
function hasNewWords({ from, words }: Extract<Notice, { kind: "upAfterAll" }>["detail"]): boolean {
  return words ? words === "new" : from === "SCHEDULED";
}

function causeOf({ hold, scope, cause }: Extract<Notice, { kind: "missed" }>["detail"]): string {
  if (hold) return missedWords({ kind: "hold", reason: hold, scope: scopeOf(scope) });
  return cause === "withheld" ? missedWords({ kind: cause }) : failureWords("missed").happened;
}

function orphanWords(reason: string): string {
  return reason === "REMOVED"
    ? "its message was removed from QStash."
    : "its message is gone from QStash without a trace.";
}
