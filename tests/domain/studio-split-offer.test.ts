import { describe, expect, it } from "vitest";
import { splitOffer } from "~/components/composer/split-offer";
import { splitThread } from "~/domain/split-thread";
import { weightedLength } from "~/domain/text";

const offer = (text: string, otherParts = 0) =>
  splitOffer(text, weightedLength(text), otherParts, splitThread);

describe("the offer to make a thread of a long text", () => {
  it("has its parts, as long as the thread has room for them", () => {
    const text = "A sentence of some words. ".repeat(20).trim();
    expect(offer(text)).toMatchObject({ kind: "parts", texts: { length: 2 } });
    expect(offer(text, 23)).toMatchObject({ kind: "parts" });
    expect(offer(text, 24)).toMatchObject({ kind: "tooLong", words: expect.stringContaining("26 parts") });
  });

  it("is never worked out for a text that no thread could hold", () => {
    let cuts = 0;
    const counting = (text: string) => {
      cuts += 1;
      return [text];
    };
    const word = "x".repeat(200_000);
    expect(splitOffer(word, weightedLength(word), 0, counting)).toMatchObject({ kind: "tooLong" });
    expect(cuts).toBe(0);
  });
});
