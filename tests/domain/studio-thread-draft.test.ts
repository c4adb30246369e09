import { describe, expect, it } from "vitest";
import {
  addAfter,
  canMove,
  cut,
  draftOf,
  emptyPart,
  isEmpty,
  move,
  type PartDraft,
  putBack,
  remove,
  rewrite,
} from "~/components/composer/thread-draft";
import { isAsWritten, writtenParts } from "~/components/composer/written";
import { aTweet } from "../support/studio-fixtures";

const part = (key: string, isOut = false): PartDraft => ({
  ...emptyPart(key),
  text: key,
  fixed: isOut ? { state: "out", postUrl: null } : null,
});
const plain = ["a", "b", "c"].map((key) => part(key));
const half = [part("a", true), part("b"), part("c")];
const keys = (parts: PartDraft[]) => parts.map(({ key }) => key).join("");

describe("the parts of a thread that is written", () => {
  it("are added after the one that asks, and moved one place at a time", () => {
    expect(keys(addAfter(plain, "b", emptyPart("n")))).toBe("abnc");
    expect(keys(move(plain, "b", -1))).toBe("bac");
    expect(keys(move(plain, "b", 1))).toBe("acb");
    expect(move(plain, "a", -1)).toBe(plain);
    expect(move(plain, "c", 1)).toBe(plain);
  });

  it("keep one at least, emptied instead of removed", () => {
    expect(keys(remove(plain, "b"))).toBe("ac");
    expect(remove([part("a")], "a")).toEqual([emptyPart("a")]);
  });

  it("are put back where they stood, whatever has come and gone meanwhile", () => {
    const [a, b, c] = plain;
    if (!a || !b || !c) throw new Error("there are three");
    expect(keys(putBack([a, c], 1, b))).toBe("abc");
    expect(keys(putBack([a], 2, c))).toBe("ac");
    expect(isEmpty(emptyPart("n"))).toBe(true);
    expect(isEmpty(b)).toBe(false);
  });

  it("that are out on X neither move nor change nor go, and nothing moves before them", () => {
    expect(canMove(half, "b", -1)).toBe(false);
    expect(canMove(half, "b", 1)).toBe(true);
    expect(move(half, "a", 1)).toBe(half);
    expect(keys(remove(half, "a"))).toBe("abc");
    expect(rewrite(half, "a", "other")[0]?.text).toBe("a");
  });

  it("come from a text that is cut in their place and order", () => {
    let made = 0;
    const parts = cut(plain, "b", ["one", "two", "three"], () => `new ${++made}`);
    expect(parts.map(({ text }) => text)).toEqual(["a", "one", "two", "three", "c"]);
    expect(parts[1]?.key).toBe("b");
  });

  it("of a tweet that stands are fixed once they are out, or on their way", () => {
    const parts = (["out", "sending", "waiting"] as const).map((state, index) => ({
      position: index + 1,
      text: `Part ${index + 1}`,
      state,
      postUrl: null,
      media: [],
    }));
    expect(draftOf({ parts }).map(({ fixed }) => fixed?.state ?? null)).toEqual(["out", "sending", null]);
  });

  it("tell an unanswered first try that has come through from one that says something else", () => {
    const tweet = aTweet();
    const same = { parts: writtenParts(draftOf(tweet)), latenessLimitS: tweet.latenessLimitS };
    expect(isAsWritten(tweet, same)).toBe(true);
    expect(isAsWritten(tweet, { ...same, latenessLimitS: null })).toBe(false);
    expect(isAsWritten(tweet, { ...same, parts: [...same.parts, { text: "More", media: [] }] })).toBe(false);
    expect(isAsWritten(tweet, { ...same, parts: [{ text: "Other", media: [] }] })).toBe(false);
  });
});
