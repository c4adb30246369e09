import type { FileDraft } from "./file-draft";
import type { PartDraft } from "./thread-draft";

/** With a file behind those that the part has. */
export function putFile(parts: PartDraft[], partKey: string, file: FileDraft): PartDraft[] {
  return parts.map((part) => (part.key === partKey ? { ...part, files: [...part.files, file] } : part));
}

/** With something changed about a file, in whichever part it is now. */
export function changeFile(parts: PartDraft[], fileKey: string, change: Partial<FileDraft>): PartDraft[] {
  return parts.map((part) =>
    part.files.some(({ key }) => key === fileKey)
      ? { ...part, files: part.files.map((file) => (file.key === fileKey ? { ...file, ...change } : file)) }
      : part,
  );
}

/** Without a file. */
export function removeFile(parts: PartDraft[], fileKey: string): PartDraft[] {
  return parts.map((part) => ({ ...part, files: part.files.filter(({ key }) => key !== fileKey) }));
}

/** With a file one place earlier (-1) or later (1) in its part; the same where it is at the end already. */
export function moveFile(parts: PartDraft[], fileKey: string, by: 1 | -1): PartDraft[] {
  return parts.map((part) => {
    const at = part.files.findIndex(({ key }) => key === fileKey);
    const [file, other] = [part.files[at], part.files[at + by]];
    return file && other && at >= 0
      ? { ...part, files: part.files.with(at, other).with(at + by, file) }
      : part;
  });
}

export type Beside = { partKey: string; fileKey: string | null };

/** What is in a file's place once it is gone: the next file, or the one before; null where it was the last of its part. */
export function besideFile(parts: PartDraft[], fileKey: string): Beside | null {
  const part = parts.find(({ files }) => files.some(({ key }) => key === fileKey));
  if (!part) return null;
  const at = part.files.findIndex(({ key }) => key === fileKey);
  return { partKey: part.key, fileKey: (part.files[at + 1] ?? part.files[at - 1])?.key ?? null };
}
