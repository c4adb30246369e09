import { isBlank } from "~/domain/blank-text";
import { checkAltText } from "~/domain/media";
import { policy } from "~/domain/policy";
import { weightedLimit } from "./counter";
import { type FileDraft, fileName } from "./file-draft";
import type { PartDraft } from "./thread-draft";

/** What keeps a draft from being scheduled, and where that is. */
export type DraftProblem = {
  /** The same for as long as it is the same thing. */
  id: string;
  partKey: string;
  /** Null where it is the part's words. */
  fileKey: string | null;
  words: string;
};

/**
 * All that the server would refuse, or would take without a file that is not there, in the order in which it is read.
 * @param weightedLength X's count of a text; null until it is known: then no text is too long.
 */
export function draftProblems(
  parts: PartDraft[],
  weightedLength: ((text: string) => number) | null,
): DraftProblem[] {
  return parts.flatMap((part, index) => {
    if (part.fixed) return [];
    const isOnly = parts.length === 1;
    const words = textProblem(
      part,
      isOnly ? "The tweet" : `Part ${index + 1} of ${parts.length}`,
      weightedLength,
    );
    const place = isOnly ? "" : ` in part ${index + 1}`;
    return [
      ...(words
        ? [{ id: `${part.key} ${words.kind}`, partKey: part.key, fileKey: null, words: words.text }]
        : []),
      ...part.files.flatMap((file, at) => {
        const problem = fileProblem(file, at + 1, place);
        return problem
          ? [{ id: `${file.key} ${problem.kind}`, partKey: part.key, fileKey: file.key, words: problem.text }]
          : [];
      }),
    ];
  });
}

type Said = { kind: string; text: string } | null;

function textProblem(
  { text, files }: PartDraft,
  subject: string,
  weightedLength: ((text: string) => number) | null,
): Said {
  if (isBlank(text)) {
    return files.length > 0 ? null : { kind: "empty", text: `${subject} is empty. Write something first.` };
  }
  const overBy = (weightedLength?.(text) ?? 0) - weightedLimit;
  if (overBy <= 0) return null;
  return {
    kind: "tooLong",
    text: `${subject} is ${overBy} over X's limit of ${weightedLimit}. Shorten it; links count 23, emoji 2.`,
  };
}

function fileProblem(file: FileDraft, position: number, place: string): Said {
  const { upload, altText, name } = file;
  const subject = name ? `“${name}”${place}` : `The ${fileName(file, position)}${place}`;
  switch (upload.kind) {
    case "failed":
      return {
        kind: "failed",
        text: `${subject} could not be taken. Choose another one in its place, or take it out.`,
      };
    case "uploading":
      return {
        kind: "uploading",
        text: `${subject} is still on its way to Roost. Wait a moment, or take it out.`,
      };
    case "ready": {
      const problem = checkAltText(altText.trim(), policy);
      if (problem?.kind !== "altTextTooLong") return null;
      const { overBy, maxCharacters } = problem;
      return {
        kind: "altText",
        text: `The description of ${fileName(file, position)}${place} is ${overBy} over the ${maxCharacters} characters that X takes. Shorten it.`,
      };
    }
  }
}
