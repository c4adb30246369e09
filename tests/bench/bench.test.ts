import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments";
import { findRows } from "./find-rows";
import type { Figures, Row } from "./row";
import { highest, inWords, median, p99, readingInWords } from "./spread";
import { latenessOf } from "./support/ledger";
import { isAllMet, type Result, tableOf } from "./table";

const row: Row = {
  name: "a-row",
  what: "a thing",
  method: "By a watch.",
  measure: async () => figures(true),
};

const figures = (isMet: boolean): Figures => ({
  ours: { values: [1, 2, 3], unit: "ms" },
  against: { name: "theirs", reading: { values: [2500], unit: "ms" } },
  bounds: [
    { asked: "quick", found: "quick", isMet: true },
    { asked: "quicker", found: "slow", isMet },
  ],
  notes: ["It rained."],
});

const result = (isMet: boolean): Result => ({ row, figures: figures(isMet) });

describe("a distribution is told by its own values", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it("the median and p99 are values that were measured, and the highest hides nothing", () => {
    expect([median(hundred), p99(hundred), highest(hundred)]).toEqual([50, 99, 100]);
    expect([median([7]), p99([7])]).toEqual([7, 7]);
    expect([median([10, 2, 33]), p99([10, 2, 33])]).toEqual([10, 33]);
  });

  it("nothing measured is no number, which meets no bound", () => {
    expect(p99([])).toBeNaN();
    expect(p99([]) <= 1).toBe(false);
  });

  it("a second and more is told in seconds", () => {
    expect([inWords(999.94, "ms"), inWords(1500, "ms"), inWords(41.26, "kB")]).toEqual([
      "999.9 ms",
      "1.50 s",
      "41.3 kB",
    ]);
    expect(readingInWords({ values: [1, 2, 3], unit: "ms" })).toBe("median 2.0 ms, p99 3.0 ms");
    expect(readingInWords({ values: [1], unit: "ms" })).toBe("1.0 ms");
  });
});

describe("the status tells whether all bounds hold", () => {
  it("one bound of one row that does not hold is enough", () => {
    expect(isAllMet([result(true), result(true)])).toBe(true);
    expect(isAllMet([result(true), result(false)])).toBe(false);
  });

  it("a row that could not be measured holds none", () => {
    expect(isAllMet([result(true), { row, failure: "X did not come up" }])).toBe(false);
  });
});

describe("the table", () => {
  it("names both sides, what was asked and found, and how it was measured", () => {
    const [, , cells = "", , method = ""] = tableOf([result(false)]).split("\n");
    expect(cells.split("|").map((cell) => cell.trim())).toEqual([
      "",
      "a thing",
      "median 2.0 ms, p99 3.0 ms",
      "theirs: 2.50 s",
      "quick; quicker",
      "quick; slow",
      "yes; no",
      "",
    ]);
    expect(method).toBe("- `a-row`: By a watch. It rained.");
  });
});

describe("what is asked for", () => {
  it("is every row where none is named", () => {
    expect(readArguments([], ["a", "b"])).toEqual({ names: [], jsonPath: null, isBuilt: false });
    expect(readArguments(["b", "--json", "x.json", "--built"], ["a", "b"])).toEqual({
      names: ["b"],
      jsonPath: "x.json",
      isBuilt: true,
    });
  });

  it("is refused where it is not known, with what is", () => {
    expect(() => readArguments(["c"], ["a", "b"])).toThrow(
      '"c" is no row and no option. There are the rows a, b',
    );
    expect(() => readArguments(["--json"], [])).toThrow("--json needs the path");
  });

  it("every file in rows/ is a row of its name", async () => {
    const rows = await findRows();
    expect(rows.map(({ name }) => name)).toContain("lateness");
  });
});

describe("lateness is measured on a ledger that is right", () => {
  const due = [{ text: "one", dueMs: 1000 }];
  const created = (text: string, createdAtMs: number) => ({ text, createdAtMs });

  it("is the time from the second to the creation", () => {
    expect(latenessOf(due, [created("another", 5), created("one", 1042)])).toEqual([42]);
  });

  it("a tweet that is missing, twice there or early is a failure, not a figure", () => {
    expect(() => latenessOf(due, [])).toThrow("never created");
    expect(() => latenessOf(due, [created("one", 1042), created("one", 1043)])).toThrow("twice");
    expect(() => latenessOf(due, [created("one", 999)])).toThrow("1 ms before it was due");
  });
});
