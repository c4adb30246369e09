import { describe, expect, it } from "vitest";
import { commandList, filterCommands } from "~/components/commands/command-list";
import { type ActSubject, actLabel, actsFor, isAsked, type TweetAct } from "~/components/tweet/tweet-acts";
import { tweetNotes } from "~/components/tweet/tweet-notes";
import { allows, type Command, type Commandable, type ShownState, type TweetStatus } from "~/domain/tweet";
import type { StartedView } from "~/server/tweets/view";
import { readError } from "~/trpc/read-error";
import { aQueue, aTweet } from "../support/studio-fixtures";

const statusOf: Record<ShownState, TweetStatus> = {
  pending: "SCHEDULED",
  queued: "SCHEDULED",
  onHold: "SCHEDULED",
  posting: "PUBLISHING",
  posted: "PUBLISHED",
  failed: "FAILED",
  checkNeeded: "UNCONFIRMED",
  draft: "DRAFT",
  unscheduled: "DRAFT",
  cancelled: "CANCELLED",
};
const states = Object.keys(statusOf) as ShownState[];
/** What only shows something, begins something new, or is a command under another name. */
const looks = ["openPost", "writeAnew", "detail", "history", "postNow"] as const;
type Looking = (typeof looks)[number];
const commandOf: Record<Exclude<TweetAct, Looking>, Command> = {
  scheduleAgain: "schedule",
  edit: "edit",
  reschedule: "reschedule",
  unschedule: "unschedule",
  cancel: "cancel",
  delete: "delete",
  restore: "restore",
  resume: "resume",
  stop: "stop",
  rollBack: "rollBack",
};
const isLooking = (act: TweetAct): act is Looking => looks.some((look) => look === act);
const commandsOf = (tweet: ActSubject) =>
  actsFor(tweet)
    .flatMap((act) => (isLooking(act) ? [] : [commandOf[act]]))
    .sort();
const allowed = (tweet: Commandable) =>
  Object.values(commandOf)
    .filter((command) => allows(tweet, command))
    .sort();
const half: StartedView = { outCount: 1, canResume: true, resumeUntil: new Date(0), rollback: null };
const moment = { now: new Date("2026-11-22T13:00:00Z"), zone: "Europe/Berlin" };

describe("the acts of a tweet", () => {
  it.each(states)("are all that the rules allow, and no other: %s", (state) => {
    const status = statusOf[state];
    expect(commandsOf(aTweet({ state }))).toEqual(allowed({ status, isStarted: false, rollBack: "none" }));
  });

  it.each(states.filter((state) => !["draft", "unscheduled", "posted"].includes(state)))(
    "of a thread of which part is out are all that the rules allow, stopping it said once: %s",
    (state) => {
      const rules = allowed({ status: statusOf[state], isStarted: true, rollBack: "none" });
      expect(commandsOf(aTweet({ state, started: half }))).toEqual(
        rules.filter((command) => command !== "cancel" || !rules.includes("stop")),
      );
    },
  );

  it.each([
    ["removing", "asked", ["rollBack"]],
    ["stuck", "stuck", []],
    ["removed", "done", []],
  ] as const)("of a thread that is rolled back (%s) are what is left to do", (state, rollBack, unneeded) => {
    const started = { ...half, rollback: { state, error: null } };
    const rules = allowed({ status: "CANCELLED", isStarted: true, rollBack });
    expect(commandsOf(aTweet({ state: "cancelled", started }))).toEqual(
      rules.filter((command) => !unneeded.some((each) => each === command)),
    );
    expect(actsFor(aTweet({ state: "cancelled", started })).includes("writeAnew")).toBe(state === "removed");
  });

  it("leave out what would come to nothing: a second stop, resuming after a day", () => {
    expect(commandsOf(aTweet({ state: "posting", stopRequested: true }))).toEqual([]);
    const late = aTweet({ state: "failed", started: { ...half, canResume: false } });
    expect(actsFor(late)).not.toContain("resume");
  });

  it.each(states)("always lead to all of it and to its history: %s", (state) => {
    expect(actsFor(aTweet({ state }))).toEqual(expect.arrayContaining(["detail", "history"]));
  });

  it("ask why where things did not go as planned", () => {
    expect(actLabel(aTweet({ state: "failed" }), "history")).toBe("Why?");
    expect(actLabel(aTweet({ state: "posted", isLate: true }), "history")).toBe("Why?");
    expect(actLabel(aTweet(), "history")).toBe("History");
  });

  it("post at once whatever could be scheduled, and ask first unless it should be out already", () => {
    const open = states.filter((state) => actsFor(aTweet({ state })).includes("postNow"));
    const rest = { isStarted: false, rollBack: "none" } as const;
    expect(open).toEqual(
      states.filter((state) => {
        const tweet = { ...rest, status: statusOf[state] };
        return state !== "onHold" && (allows(tweet, "schedule") || allows(tweet, "reschedule"));
      }),
    );
    const failure = { kind: "missed", happened: "", next: "", detail: null };
    expect(isAsked(aTweet(), "postNow")).toBe(true);
    expect(isAsked(aTweet({ state: "failed", failure }), "postNow")).toBe(false);
  });

  it("lead to a post only where its address is known", () => {
    expect(actsFor(aTweet({ state: "posted", postUrl: null }))).not.toContain("openPost");
    expect(actsFor(aTweet({ state: "posted", postUrl: "https://x.com/mira/status/1" }))).toContain(
      "openPost",
    );
  });
});

describe("the command menu", () => {
  const view = aQueue({ upcoming: [aTweet(), aTweet({ id: "t2", text: "Another one" })] });

  it("offers the focused tweet first, and other tweets only to those who search", () => {
    const commands = commandList(view, aTweet());
    expect(commands[0]?.label).toBe("Edit: “Shipping notes for v2”");
    expect(filterCommands(commands, "").some(({ label }) => label.includes("Another"))).toBe(false);
    expect(filterCommands(commands, "another CANCEL").map(({ label }) => label)).toEqual([
      "Cancel tweet: “Another one”",
    ]);
  });
});

describe("the notes under a tweet", () => {
  it("say nothing when all is well", () => {
    expect(tweetNotes(aTweet(), moment)).toEqual([]);
  });

  it("say when a pending tweet goes to QStash, and why the last try failed", () => {
    const armsAt = new Date("2026-11-23T23:00:00Z");
    const pending = aTweet({ state: "pending", pending: { armsAt, error: "QStash did not answer" } });
    expect(tweetNotes(pending, moment)).toEqual([
      "Goes to QStash on Tuesday 24 November at 00:00.",
      "Not there yet: QStash did not answer.",
    ]);
  });

  it("say why a held tweet waits", () => {
    const held = aTweet({ state: "onHold", hold: "X asked for a pause until 14:10" });
    expect(tweetNotes(held, moment)).toEqual(["X asked for a pause until 14:10."]);
  });

  it("say why a tweet lost its place, and when", () => {
    const orphan = {
      reason: "REMOVED",
      foundAt: moment.now,
      removedAt: new Date("2026-11-22T10:20:31Z"),
      text: "Its message was removed in QStash",
    } as const;
    expect(tweetNotes(aTweet({ state: "unscheduled", orphan }), moment)).toEqual([
      "Its message was removed in QStash. Removed there today at 11:20.",
    ]);
  });

  it("say what happened, what to do, and X's own words", () => {
    const failure = { kind: "refused", happened: "X refused it.", next: "Change it.", detail: "Not allowed" };
    expect(tweetNotes(aTweet({ state: "failed", failure }), moment)).toEqual([
      "X refused it. Change it.",
      "X said: Not allowed",
    ]);
  });
});

describe("an error of the server", () => {
  it("is told in the server's words, with the newer tweet", () => {
    const tweet = aTweet({ revision: 2 });
    const error = Object.assign(new Error("It was changed."), { data: { app: { code: "STALE", tweet } } });
    expect(readError(error)).toEqual({ code: "STALE", message: "It was changed.", tweet });
  });

  it("that the server did not word is never shown raw, and never called a failure", () => {
    const read = readError(new Error("TypeError: x is not a function"));
    expect(read.code).toBe("NO_ANSWER");
    expect(read.message).toContain("not known whether this was done");
  });
});
