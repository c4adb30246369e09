// What a person wrote, as the parts of a tweet: each part is something that X would take, and there are not too many.
import { checkAltText } from "~/domain/media";
import { mediaProblemWords } from "~/domain/media-words";
import { policy } from "~/domain/policy";
import { checkText, storable } from "~/domain/text";
import { AppError } from "../app-error";

export type PartInput = {
  text: string;
  /** In the order in which they are shown. Left out: those that the part has. */
  media?: MediaInput[] | undefined;
};

/** An upload in a part; its description for those who do not see it. */
export type MediaInput = { mediaId: string; altText?: string | null | undefined };

/** One text, or the parts of a thread in their order. */
export type Written = { text: string } | { parts: PartInput[] };

/** @throws AppError BAD_INPUT that names the part which X would not take */
export function requireParts(written: Written): PartInput[] {
  const parts: PartInput[] = "parts" in written ? written.parts : [written];
  const { maxParts } = policy.publish;
  if (parts.length === 0) throw new AppError("BAD_INPUT", "There is no text. Write the tweet first.");
  if (parts.length > maxParts) {
    throw new AppError(
      "BAD_INPUT",
      `A thread has ${maxParts} parts at the most, and this one has ${parts.length}. Join some, or make two threads of it.`,
    );
  }
  return parts.map((part, index) => {
    const subject = partName(index, parts.length);
    for (const { altText } of part.media ?? []) requireAltText(altText ?? "", subject);
    return { ...part, text: requireText(part, subject) };
  });
}

/** How a part is named to its owner. */
export function partName(index: number, count: number): string {
  return count === 1 ? "The tweet" : `Part ${index + 1} of ${count}`;
}

/** A part that shows something needs no words. */
function requireText({ text, media = [] }: PartInput, subject: string): string {
  const check = checkText(text);
  switch (check.kind) {
    case "ok":
      return text;
    case "empty":
      if (media.length > 0) return "";
      throw new AppError("BAD_INPUT", `${subject} is empty. Write something first.`);
    case "tooLong":
      throw new AppError(
        "BAD_INPUT",
        `${subject} is ${check.overBy} over X's limit of 280. Shorten it; links count 23, emoji 2.`,
      );
    case "invalid":
      throw new AppError("BAD_INPUT", `${subject} holds a character that X does not take. Remove it.`);
  }
}

function requireAltText(altText: string, subject: string): void {
  const problem = checkAltText(altText, policy);
  if (problem) throw new AppError("BAD_INPUT", `${subject}: ${mediaProblemWords(problem)}`);
  if (storable(altText, altText.length) !== altText) {
    throw new AppError(
      "BAD_INPUT",
      `${subject} has a description with a character that X does not take. Remove it.`,
    );
  }
}
