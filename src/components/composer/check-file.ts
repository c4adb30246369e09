import { checkBytes, checkTogether, isMediaType, type MediaKind, mediaTypes } from "~/domain/media";
import { mediaProblemWords } from "~/domain/media-words";
import { policy } from "~/domain/policy";
import type { FileDraft } from "./file-draft";

/** The types that a chooser of files offers. */
export const acceptedTypes = Object.keys(mediaTypes).join(",");

/** What a part may show, said before a file is chosen. */
export const mediaRules = `${policy.media.maxImages} images, or 1 GIF, or 1 video`;

/** What a file seems to be; the server looks at its bytes. */
export function seemingKind({ type }: Pick<File, "type">): MediaKind | null {
  return isMediaType(type) ? mediaTypes[type] : null;
}

/** Why a file need not be uploaded at all, in words; null when it may be. @param beside those that the part has. */
export function checkFile(file: Pick<File, "type" | "size">, beside: FileDraft[]): string | null {
  const kind = seemingKind(file);
  const problem =
    (kind && checkBytes(kind, file.size, policy)) ??
    checkTogether([...beside.map((each) => each.kind ?? "IMAGE"), kind ?? "IMAGE"], policy);
  return problem && mediaProblemWords(problem);
}
