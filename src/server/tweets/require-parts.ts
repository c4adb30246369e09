// What a person wrote, as the parts of a tweet: each part is something that X would take, and there are not too many.
import { policy } from "~/domain/policy";
import { checkText } from "~/domain/text";
import { AppError } from "../app-error";

export type PartInput = { text: string };

/** One text, or the parts of a thread in their order. */
export type Written = { text: string } | { parts: PartInput[] };

/** @throws AppError BAD_INPUT that names the part which X would not take */
export function requireParts(written: Written): PartInput[] {
  const parts = "parts" in written ? written.parts : [written];
  const { maxParts } = policy.publish;
  if (parts.length === 0) throw new AppError("BAD_INPUT", "There is no text. Write the tweet first.");
  if (parts.length > maxParts) {
    throw new AppError(
      "BAD_INPUT",
      `A thread has ${maxParts} parts at the most, and this one has ${parts.length}. Join some, or make two threads of it.`,
    );
  }
  for (const [index, part] of parts.entries()) {
    requireText(part.text, parts.length === 1 ? "The tweet" : `Part ${index + 1} of ${parts.length}`);
  }
  return parts;
}

function requireText(text: string, subject: string): void {
  const check = checkText(text);
  switch (check.kind) {
    case "ok":
      return;
    case "empty":
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
