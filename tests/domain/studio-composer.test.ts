import { describe, expect, it } from "vitest";
import { counterState } from "~/components/composer/counter";
import { newId } from "~/components/composer/new-id";
import { twiceWords } from "~/components/composer/twice-words";
import { whenWords } from "~/components/composer/when-words";
import { readLocalTime } from "~/components/time/read-local-time";
import { excerpt } from "~/components/tweet/excerpt";

const zone = "Europe/Berlin";
const now = new Date("2026-11-22T13:00:00Z");

describe("the counter", () => {
  it("fits at 280, and says by how many a text is over", () => {
    expect(counterState("x", 259)).toEqual({ kind: "fits", text: "259 / 280" });
    expect(counterState("x", 280)).toEqual({ kind: "near", text: "280 / 280" });
    expect(counterState("x", 281)).toEqual({ kind: "over", text: "1 over the limit of 280", over: 1 });
  });

  it("takes blanks alone for empty, as X would", () => {
    expect(counterState(" \n ", 3).kind).toBe("empty");
  });
});

describe("what is said of a chosen time", () => {
  const said = (value: string) => {
    const time = readLocalTime(value, zone);
    return whenWords(
      time,
      time.kind === "one" ? time.at : time.kind === "twice" ? time.second : null,
      now,
      zone,
    );
  };

  it("is when it goes out, by day and from now", () => {
    expect(said("2026-11-22T14:00:20")).toEqual({
      isProblem: false,
      text: "Goes out today at 14:00:20, in 20 s.",
    });
  });

  it("is a problem for a time that has passed or is too near to be met", () => {
    expect(said("2026-11-22T14:00:01").isProblem).toBe(true);
    expect(said("2026-11-22T13:59:00").text).toContain("has passed");
    expect(said("").isProblem).toBe(true);
  });

  it("is a problem for a time that the server would refuse as too far ahead", () => {
    expect(said("2099-01-01T00:00:00")).toMatchObject({ isProblem: true });
    expect(said("2099-01-01T00:00:00").text).toContain("more than two years ahead");
    expect(said("2028-11-22T00:00:00").isProblem).toBe(false);
  });

  it("is a problem for a time that the clocks jump over", () => {
    expect(said("2027-03-28T02:30:00")).toMatchObject({ isProblem: true });
    expect(said("2027-03-28T02:30:00").text).toContain("does not exist");
  });

  it("is said in every zone, also one whose name is written with an underscore", () => {
    const at = new Date("2026-11-23T14:00:00Z");
    for (const there of ["America/New_York", "America/Argentina/Buenos_Aires", "Asia/Ho_Chi_Minh"]) {
      expect(whenWords({ kind: "one", at }, at, now, there).text).toMatch(/^Goes out .* at \d\d:\d\d/);
    }
    expect(
      whenWords(readLocalTime("2027-03-14T02:30:00", "America/New_York"), null, now, "America/New_York").text,
    ).toContain("does not exist in America/New York");
  });

  it("names the offset of a time that comes twice", () => {
    expect(said("2027-10-31T02:30:00").text).toContain("(UTC+1)");
  });

  it.each([
    ["Europe/Berlin", "2027-10-31T02:30:00", "The first time, UTC+2", "1 h later, UTC+1"],
    ["Australia/Lord_Howe", "2027-04-04T01:45:00", "The first time, UTC+11", "30 min later, UTC+10:30"],
    ["Antarctica/Troll", "2027-10-31T01:30:00", "The first time, UTC+2", "2 h later, UTC+0"],
  ])("says how far apart the two lie where a time comes twice: %s", (there, value, first, second) => {
    const time = readLocalTime(value, there);
    if (time.kind !== "twice") throw new Error(`${value} does not come twice in ${there}`);
    expect(twiceWords(time.first, time.second, there)).toEqual({ first, second });
  });
});

describe("small things of the composer", () => {
  it("makes ids that the server takes for UUIDs, never the same one twice", () => {
    const ids = Array.from({ length: 100 }, newId);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("cuts a text between words, and never through a character", () => {
    expect(excerpt("one two three", 8)).toBe("one two…");
    expect(excerpt("  one\n\ntwo ", 8)).toBe("one two");
    expect(excerpt("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2)).toBe("👩‍👩‍👧👩‍👩‍👧…");
  });
});
