import fc from "fast-check";
import { expect, test } from "vitest";
import { inBatches } from "~/server/in-batches";

test("batches hold every item once, in order, and only the last is short", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
      const batches = inBatches(list, size);
      expect(batches.flat()).toEqual(list);
      expect(batches.every(({ length }) => length > 0 && length <= size)).toBe(true);
      expect(batches.slice(0, -1).every(({ length }) => length === size)).toBe(true);
    }),
  );
});
