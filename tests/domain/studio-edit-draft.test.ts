import { describe, expect, it } from "vitest";
import { editClosed } from "~/components/composer/edit-closed";
import { draftOfEdit, editToKeep, isOutdated } from "~/components/composer/edit-draft";
import type { KeptEdit } from "~/components/composer/kept-edit";
import { draftOf, rewrite } from "~/components/composer/thread-draft";
import type { TweetView } from "~/server/tweets/view";
import { aThread, aTweet } from "../support/studio-fixtures";

const asItIs = (tweet: TweetView) => ({
  parts: draftOf(tweet),
  latenessLimitS: tweet.latenessLimitS,
  movedTo: null,
});

/** What is kept after the words of one part were changed. */
function keptOf(tweet: TweetView, position: number, text: string): KeptEdit {
  const parts = rewrite(draftOf(tweet), `part ${position}`, text);
  const kept = editToKeep(tweet, { ...asItIs(tweet), parts });
  if (!kept) throw new Error("nothing was kept");
  // As the browser's store gives it back.
  return JSON.parse(JSON.stringify(kept)) as KeptEdit;
}

describe("an edit that is not saved", () => {
  it("is kept once anything differs: the words, the time, the limit", () => {
    const tweet = aTweet();
    expect(editToKeep(tweet, asItIs(tweet))).toBeNull();
    expect(keptOf(tweet, 1, "other words")).toMatchObject({ parts: [{ text: "other words" }] });
    const movedTo = new Date("2026-11-23T10:00:00Z");
    expect(editToKeep(tweet, { ...asItIs(tweet), movedTo })?.scheduledFor).toBe(movedTo.toISOString());
    expect(editToKeep(tweet, { ...asItIs(tweet), latenessLimitS: null })).toMatchObject({
      latenessLimitS: null,
    });
  });

  it("stands in the fields again as it was left", () => {
    const thread = aThread(["out", "waiting", "waiting"], { state: "failed" });
    const draft = draftOfEdit(thread, keptOf(thread, 3, "another third"));
    expect(draft.map(({ text }) => text)).toEqual(["Part 1", "Part 2", "another third"]);
    expect(draft.map(({ fixed }) => fixed !== null)).toEqual([true, false, false]);
    expect(draftOfEdit(thread, null)).toEqual(draftOf(thread));
  });

  it("is of an older tweet once that was changed, or once more of it is out; then nothing typed is thrown away", () => {
    const thread = aThread(["waiting", "waiting"]);
    const kept = keptOf(thread, 1, "another first");
    expect(isOutdated(thread, kept)).toBe(false);
    expect(isOutdated({ ...thread, revision: 2 }, kept)).toBe(true);
    const further = aThread(["out", "waiting"]);
    expect(isOutdated(further, kept)).toBe(true);
    const [first] = draftOfEdit(further, kept);
    expect(first).toMatchObject({ text: "another first", fixed: null });
  });

  it("is of a tweet that can no longer be changed once that is on its way or out, and only then", () => {
    for (const state of ["pending", "queued", "onHold", "draft", "failed", "cancelled"] as const) {
      expect(editClosed(aTweet({ state }))).toBeNull();
    }
    expect(editClosed(undefined)).toBeNull();
    expect(editClosed(aTweet({ state: "posted" }))).toContain("has been posted");
    expect(editClosed(aTweet({ state: "posting" }))).toContain("going out right now");
    expect(editClosed(aTweet({ state: "checkNeeded" }))).toContain("may be up on X");
  });
});
