import { readyFile } from "./file-draft";
import type { KeptPart } from "./kept-thread";
import { newId } from "./new-id";
import { emptyPart, type PartDraft } from "./thread-draft";

/** Kept parts, to be written on. */
export function draftOfKept(kept: KeptPart[]): PartDraft[] {
  return kept.map(({ text, files }) => ({
    ...emptyPart(newId()),
    text,
    files: files.map(({ media, altText }) => readyFile(newId(), media, altText)),
  }));
}

/** What of a thread can be kept: its words, and the files that the server has. */
export function keptParts(parts: PartDraft[]): KeptPart[] {
  return parts.map(({ text, files }) => ({
    text,
    files: files.flatMap(({ upload, altText }) =>
      upload.kind === "ready" ? [{ media: upload.media, altText }] : [],
    ),
  }));
}
