import { describe, expect, it } from "vitest";
import { scheduleAllLabel, scheduleAllWords } from "~/components/queue/schedule-all-words";
import { syncProblem, syncWords } from "~/components/sync/sync-words";
import type { SyncView } from "~/server/tweets/view";

const nothing: SyncView = { checked: 0, unscheduled: 0, suspected: 0, unverified: 0, rows: [], notice: null };
const row = (text: string, verdict: SyncView["rows"][number]["verdict"]) => ({
  id: text,
  text,
  scheduledFor: null,
  verdict,
  why: "",
});

describe("what a sync found", () => {
  it("is one sentence when all is well", () => {
    expect(syncWords({ ...nothing, checked: 14 }, 30)).toEqual({
      tone: "ok",
      title: "All 14 queued tweets are in QStash",
      lines: [],
    });
    expect(syncWords(nothing, 30).title).toContain("nothing to check");
  });

  it("names every kind of find, the worst first", () => {
    const rows = [
      row("lost", "unscheduled"),
      row("back", "rearmed"),
      row("doubt", "suspected"),
      row("dark", "unverified"),
    ];
    const notice = { kind: "timeout", text: "QStash did not answer in time." } as const;
    const words = syncWords({ checked: 4, unscheduled: 1, suspected: 1, unverified: 1, rows, notice }, 30);
    expect(words.title).toBe("1 tweet lost its place in QStash");
    expect(words.lines).toEqual([
      "“lost”: now under Unscheduled, text and time kept.",
      "“back”: sent to QStash again.",
      "“doubt”: not found once; looked at again in 30 s.",
      "Could not be verified: “dark”.",
      notice.text,
    ]);
  });

  it("never says that all is well when something could not be verified", () => {
    const notice = { kind: "unauthorized", text: "QStash refused Roost's token." } as const;
    const words = syncWords({ ...nothing, checked: 3, notice }, 30);
    expect(words).toMatchObject({ tone: "warn", lines: [notice.text] });
    expect(words.title).not.toContain("are in QStash");
  });

  it("names three and counts the rest", () => {
    const rows = ["a", "b", "c", "d", "e"].map((text) => row(text, "unscheduled"));
    const words = syncWords({ ...nothing, checked: 5, unscheduled: 5, rows }, 30);
    expect(words.lines[0]).toMatch(/^“a”, “b”, “c” and 2 more:/);
  });

  it("promises no further look of its own after the last one", () => {
    const rows = [row("doubt", "suspected")];
    const words = syncWords({ ...nothing, checked: 1, suspected: 1, rows }, null);
    expect(words.lines).toEqual(["“doubt”: not found once; the reconciler looks again."]);
  });
});

describe("scheduling many again", () => {
  it("is asked for by its number", () => {
    expect([1, 2, 14].map(scheduleAllLabel)).toEqual([
      "Schedule it again",
      "Schedule both again",
      "Schedule all 14 again",
    ]);
  });

  it("says which ones could not go back, and why", () => {
    const passed = { id: "1", text: "old", code: "TIME_PASSED", message: "That time has passed." };
    expect(scheduleAllWords(2, [])).toEqual({ title: "2 tweets are scheduled again", lines: [] });
    expect(scheduleAllWords(1, [passed])).toEqual({
      title: "1 tweet is scheduled again; 1 needs a new time",
      lines: ["“old”: That time has passed."],
    });
    expect(scheduleAllWords(0, [passed, { ...passed, code: "STALE" }]).title).toBe("2 could not be");
  });
});

describe("a sync that was not answered", () => {
  it("is said to harm nothing when it is done again, and speaks of no command in doubt", () => {
    expect(syncProblem(new Error("fetch failed"))).toBe(
      "Roost's server did not answer. Sync again in a moment; that harms nothing.",
    );
    const refusal = Object.assign(new Error("You are signed out."), {
      data: { app: { code: "UNAUTHENTICATED" } },
    });
    expect(syncProblem(refusal)).toBe("You are signed out.");
  });
});
